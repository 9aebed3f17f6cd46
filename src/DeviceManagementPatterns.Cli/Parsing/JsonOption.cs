using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>A JSON value, written on the command line.</summary>
internal sealed class JsonOption : Option<string>
{
    private const int ShownLength = 40;

    public JsonOption(string name, string description)
        : base(name)
    {
        HelpName = "JSON";
        Description = description;
        Validators.Add(Check);
    }

    public JsonNode? In(ParseResult arguments) => arguments.GetValue(this) is { } text ? JsonNode.Parse(text) : null;

    private static string Shorten(string text) => text.Length <= ShownLength ? text : text[..ShownLength] + "…";

    private void Check(OptionResult result)
    {
        var text = result.GetValueOrDefault<string>() ?? "";
        try
        {
            JsonNode.Parse(text);
        }
        catch (JsonException exception)
        {
            var position = (exception.BytePositionInLine ?? 0) + 1;
            result.AddError($"{Name} is not JSON (at character {position} of '{Shorten(text)}'): quote it for your shell, as in {Name} "
                + """'{"reason":"test"}', and give a text its own quotation marks, as in '"text"'.""");
        }
    }
}
