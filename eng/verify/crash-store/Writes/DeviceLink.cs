using System.Globalization;
using DeviceManagementPatterns;

namespace CrashStore.Writes;

/// <summary>
/// Connects a device over MQTT; it is made where it is missing. What it serves is there before it connects: its session is kept, so
/// that calls come at once.
/// </summary>
internal static class DeviceLink
{
    public static async Task<IotHubDeviceClient> OpenAsync(Rest rest, string deviceId, CancellationToken stop, Func<IotHubDeviceClient, Task>? prepare = null)
    {
        var key = await rest.EnsureDeviceAsync(deviceId, stop);
        var connection = string.Create(
            CultureInfo.InvariantCulture, $"HostName={rest.Hub.HostName}:{rest.Hub.MqttsPort};DeviceId={deviceId};SharedAccessKey={key}");
        var device = new IotHubDeviceClient(connection, new IotHubDeviceOptions { CaFile = rest.Hub.CaFile });
        try
        {
            await (prepare?.Invoke(device) ?? Task.CompletedTask);
            await device.OpenAsync(stop);
            return device;
        }
        catch
        {
            await device.DisposeAsync();
            throw;
        }
    }
}
