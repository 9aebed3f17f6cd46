namespace DeviceManagementPatterns.Cli.Hubs;

/// <summary>What the hub says by an empty answer.</summary>
internal static class Missing
{
    public static HubException Device(string deviceId) => new(
        HubErrorCode.DeviceNotFound,
        $"Device '{deviceId}' is not registered in this hub. Check the id (it is case-sensitive), or register it: dmp device create {deviceId}");
}
