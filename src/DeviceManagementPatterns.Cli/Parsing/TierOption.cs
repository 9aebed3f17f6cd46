using System.CommandLine;
using DeviceManagementPatterns.LocalHub;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>A tier of IoT Hub by its name, in any case.</summary>
internal sealed class TierOption : Option<HubTier?>
{
    public TierOption(string name, string description)
        : base(name)
    {
        HelpName = "TIER";
        Description = description;
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var index = Array.FindIndex(Enum.GetNames<HubTier>(), tier => tier.Equals(text, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                result.AddError($"{name} '{text}' is no tier: write {Names}.");
                return null;
            }

            return Enum.GetValues<HubTier>()[index];
        };
    }

    public static string Names { get; } = string.Join(", ", Enum.GetNames<HubTier>().Select(tier => tier.ToLowerInvariant()));
}
