namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>How many devices (without modules) the hub has.</summary>
internal readonly record struct HubStatistics(int TotalDeviceCount, int EnabledDeviceCount, int DisabledDeviceCount, int ConnectedDeviceCount);
