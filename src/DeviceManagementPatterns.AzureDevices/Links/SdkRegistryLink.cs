using DeviceManagementPatterns.AzureDevices.Text;
using Microsoft.Azure.Devices;

namespace DeviceManagementPatterns.AzureDevices.Links;

/// <summary>The registry link over the SDK's client.</summary>
internal static class SdkRegistryLink
{
    public static RegistryLink Over(RegistryManager registry) => new()
    {
        Create = async (device, stop) =>
            Identity(await registry.AddDeviceAsync(Written(new Device(device.DeviceId), device), stop).ConfigureAwait(false)),
        Get = async (deviceId, stop) =>
            await registry.GetDeviceAsync(deviceId, stop).ConfigureAwait(false) is { } stored ? Identity(stored) : null,
        Update = (device, stop) => UpdateAsync(registry, device, stop),
        Remove = (deviceId, ifMatch, stop) => registry.RemoveDeviceAsync(new Device(deviceId) { ETag = SdkETag.Format(ifMatch) }, stop),
        Query = (query, pageSize, continuation) => SdkServiceLink.QueryAsync(registry, query, pageSize, continuation),
    };

    // The SDK replaces the whole identity; reading it first keeps what the port does not name, such as capabilities and thumbprints.
    private static async Task<DeviceIdentity?> UpdateAsync(RegistryManager registry, DeviceIdentity device, CancellationToken stop)
    {
        if (await registry.GetDeviceAsync(device.DeviceId, stop).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        stored.ETag = SdkETag.Format(device.ETag);
        var isForced = stored.ETag == SdkETag.Any;
        return Identity(await registry.UpdateDeviceAsync(Written(stored, device), isForced, stop).ConfigureAwait(false));
    }

    private static Device Written(Device stored, DeviceIdentity device)
    {
        stored.Status = device.IsEnabled ? DeviceStatus.Enabled : DeviceStatus.Disabled;
        if (device.PrimaryKey is not null)
        {
            stored.Authentication ??= new AuthenticationMechanism();
            stored.Authentication.SymmetricKey = new SymmetricKey { PrimaryKey = device.PrimaryKey, SecondaryKey = device.SecondaryKey };
        }

        return stored;
    }

    private static DeviceIdentity Identity(Device device) => new(device.Id)
    {
        PrimaryKey = device.Authentication?.SymmetricKey?.PrimaryKey,
        SecondaryKey = device.Authentication?.SymmetricKey?.SecondaryKey,
        IsEnabled = device.Status == DeviceStatus.Enabled,
        IsConnected = device.ConnectionState == DeviceConnectionState.Connected,
        ETag = SdkETag.Parse(device.ETag),
    };
}
