using System.CommandLine;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>An application property of a message, as often as there are any.</summary>
internal sealed class PropertyOption : Option<string[]>
{
    public PropertyOption()
        : base("--property", "-p")
    {
        HelpName = "NAME=VALUE";
        Description = "An application property; may be given more than once.";
        Validators.Add(result =>
        {
            foreach (var text in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (text.IndexOf('=', StringComparison.Ordinal) < 1)
                {
                    result.AddError($"--property '{text}' is no property: write NAME=VALUE, such as level=high.");
                }
            }
        });
    }

    public IEnumerable<(string Name, string Value)> In(ParseResult arguments)
    {
        foreach (var text in arguments.GetValue(this) ?? [])
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            yield return (text[..at], text[(at + 1)..]);
        }
    }
}
