using System.CommandLine;
using System.Globalization;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>A number of things, 1 or more.</summary>
internal sealed class CountOption : Option<int?>
{
    public CountOption(string name, string description)
        : base(name)
    {
        HelpName = "N";
        Description = description;
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            {
                return count;
            }

            result.AddError($"{name} '{text}' is no number of them: write 1 or more.");
            return null;
        };
    }
}
