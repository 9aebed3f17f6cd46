using System.CommandLine;
using System.Globalization;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>A whole number in a range.</summary>
internal sealed class CountOption : Option<int>
{
    public CountOption(string name, string description, int least, int most, int absent)
        : base(name)
    {
        HelpName = "N";
        Description = $"{description} {least} to {most}; the default is {absent}.";
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < least || count > most)
            {
                result.AddError($"{name} '{text}' is out of range: {least} to {most}.");
            }

            return count;
        };
        Absent = absent;
    }

    private int Absent { get; }

    public int In(ParseResult arguments) => arguments.GetResult(this) is null ? Absent : arguments.GetValue(this);
}
