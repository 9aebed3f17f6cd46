using System.CommandLine;
using System.Globalization;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>A TCP port to listen on; 0 takes a free one.</summary>
internal sealed class PortOption : Option<int>
{
    public PortOption(string name, string description, int absent)
        : base(name)
    {
        HelpName = "N";
        Description = $"{description} 0 takes a free one; the default is {absent}.";
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var isPort = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535;
            if (!isPort)
            {
                result.AddError($"{name} '{text}' is no port: write a number from 0 to 65535.");
            }

            return port;
        };
        Absent = absent;
    }

    private int Absent { get; }

    public int In(ParseResult arguments) => arguments.GetResult(this) is null ? Absent : arguments.GetValue(this);
}
