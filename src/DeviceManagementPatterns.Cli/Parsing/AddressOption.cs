using System.CommandLine;
using System.Net;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>An IP address to listen on.</summary>
internal sealed class AddressOption : Option<IPAddress>
{
    public AddressOption(string name, string description)
        : base(name)
    {
        HelpName = "ADDRESS";
        Description = description;
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!IPAddress.TryParse(text, out var address))
            {
                result.AddError($"{name} '{text}' is no IP address: write one of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.");
            }

            return address;
        };
    }
}
