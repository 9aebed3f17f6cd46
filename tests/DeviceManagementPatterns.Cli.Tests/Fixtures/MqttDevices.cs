using DeviceManagementPatterns.LocalHub;

namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary>Devices as they are outside of tests: over MQTT and TLS.</summary>
internal static class MqttDevices
{
    public static IDeviceClient MqttClient(this LocalIotHub hub, string deviceId) =>
        new IotHubDeviceClient(hub.GetDeviceConnectionString(deviceId), new IotHubDeviceOptions { CaFile = hub.CaFile });
}
