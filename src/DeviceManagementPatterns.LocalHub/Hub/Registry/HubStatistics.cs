using DeviceManagementPatterns.LocalHub.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>How many devices (without modules) the hub has.</summary>
internal readonly record struct HubStatistics(int TotalDeviceCount, int EnabledDeviceCount, int DisabledDeviceCount, int ConnectedDeviceCount)
{
    public static HubStatistics Of(HubTwinRows devices)
    {
        var enabled = devices.Count(row => row.Identity.IsEnabled);
        return new HubStatistics(devices.Count, enabled, devices.Count - enabled, devices.Count(row => row.Identity.IsConnected));
    }
}
