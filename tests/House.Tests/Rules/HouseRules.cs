namespace House.Tests.Rules;

/// <summary>The rules of who may use whom. Each takes what was found in the compiled code and returns what breaks it.</summary>
internal static class HouseRules
{
    private const string Root = "DeviceManagementPatterns";

    private static readonly string[] Patterns =
        ["Reboot", "FactoryReset", "Firmware", "Software", "Configuration", "Power", "Network", "Encryption", "Compliance"];

    private static readonly string[] Impure =
        ["System.Net", "System.Threading.Tasks", "Microsoft.AspNetCore", "Microsoft.Extensions", "Microsoft.Data", "System.Diagnostics.Process"];

    private static readonly string[] ImpureTypes =
    [
        "System.TimeProvider", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Random", "System.Threading.Timer",
        "System.Console", "System.Security.Cryptography.RandomNumberGenerator",
    ];

    private static readonly string[] OperatingSystemTypes =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.IO.FileInfo", "System.IO.DirectoryInfo",
        "System.Diagnostics.Process", "System.Diagnostics.ProcessStartInfo", "System.Net.Http.HttpClient", "System.Net.Sockets.Socket",
    ];

    public static IEnumerable<TypeUse> APatternUsesAnother(IEnumerable<TypeUse> uses) => uses.Where(use =>
        PatternOf(use.FromNamespace) is { } from && PatternOf(use.ToNamespace) is { } to && from != to);

    public static IEnumerable<TypeUse> FleetOrEngineUsesAPattern(IEnumerable<TypeUse> uses) => uses.Where(use =>
        (Within(use.FromNamespace, $"{Root}.Fleet") || Within(use.FromNamespace, $"{Root}.Operations")) && PatternOf(use.ToNamespace) is not null);

    /// <summary>LocalHub is a hub: of the layers below it knows the model and the wire, and not what a reboot is.</summary>
    public static IEnumerable<TypeUse> LocalHubUsesMoreThanModelAndWire(IEnumerable<TypeUse> uses) => uses.Where(use =>
        Within(use.FromNamespace, $"{Root}.LocalHub")
        && Within(use.ToNamespace, Root)
        && use.ToNamespace != Root
        && !Within(use.ToNamespace, $"{Root}.LocalHub")
        && !Within(use.ToNamespace, $"{Root}.Wire"));

    public static IEnumerable<TypeUse> HubStateOrQueryIsNotPure(IEnumerable<TypeUse> uses) => uses.Where(use =>
        (Within(use.FromNamespace, $"{Root}.LocalHub.Hub") || Within(use.FromNamespace, $"{Root}.LocalHub.Query"))
        && (Impure.Any(name => Within(use.ToNamespace, name)) || ImpureTypes.Contains(use.To)));

    public static IEnumerable<TypeUse> TheOperatingSystemIsTouchedOutsidePlatform(IEnumerable<TypeUse> uses) => uses.Where(use =>
        Within(use.FromNamespace, Root) && !Within(use.FromNamespace, $"{Root}.Platform") && OperatingSystemTypes.Contains(use.To));

    private static string? PatternOf(string space) => Patterns.FirstOrDefault(pattern => Within(space, $"{Root}.{pattern}"));

    private static bool Within(string space, string outer) =>
        space == outer || space.StartsWith(outer + ".", StringComparison.Ordinal);
}
