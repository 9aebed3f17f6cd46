using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>A JSON value, written on the command line.</summary>
internal sealed class JsonOption : Option<JsonNode?>
{
    public JsonOption(string name, string description)
        : base(name)
    {
        HelpName = "JSON";
        Description = description;
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            try
            {
                return JsonNode.Parse(text);
            }
            catch (JsonException exception)
            {
                var position = (exception.BytePositionInLine ?? 0) + 1;
                result.AddError($"{name} is not JSON (at character {position} of {Shorten(text)}): quote it for your shell, as in {name} "
                    + """'{"reason":"test"}', and give a text its own quotation marks, as in '"text"'.""");
                return null;
            }
        };
    }

    private static string Shorten(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}…'";
}
