using System.CommandLine;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>Whether people or programs read what a command prints.</summary>
internal sealed class OutputOption : Option<string>
{
    private const string Table = "table";
    private const string Json = "json";

    public OutputOption()
        : base("--output", "-o")
    {
        HelpName = $"{Table}|{Json}";
        Description = $"A {Table} for people, or {Json} for scripts; the default is {Table}.";
        Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (text is not (Table or Json))
            {
                result.AddError($"--output '{text}' is not offered: write {Table} or {Json}.");
            }
        });
    }

    public bool IsJson(ParseResult arguments) => arguments.GetValue(this) == Json;
}
