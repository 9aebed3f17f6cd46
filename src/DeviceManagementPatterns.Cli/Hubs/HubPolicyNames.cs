namespace DeviceManagementPatterns.Cli.Hubs;

/// <summary>The shared access policies that every hub has, the mightiest first.</summary>
internal static class HubPolicyNames
{
    public const string Owner = "iothubowner";

    public static IReadOnlyList<string> All { get; } = [Owner, "service", "device", "registryRead", "registryReadWrite"];
}
