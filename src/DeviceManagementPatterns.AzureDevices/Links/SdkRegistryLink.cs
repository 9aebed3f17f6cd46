using Microsoft.Azure.Devices;

namespace DeviceManagementPatterns.AzureDevices.Links;

/// <summary>The registry link over the SDK's client.</summary>
internal static class SdkRegistryLink
{
    public static RegistryLink Over(RegistryManager registry) => new()
    {
        Create = async (entry, stop) => Entry(await registry.AddDeviceAsync(Written(new Device(entry.Id), entry), stop).ConfigureAwait(false)),
        Get = async (deviceId, stop) => await registry.GetDeviceAsync(deviceId, stop).ConfigureAwait(false) is { } device ? Entry(device) : null,
        Update = (entry, ifMatch, stop) => UpdateAsync(registry, entry, ifMatch, stop),
        Remove = (deviceId, ifMatch, stop) => registry.RemoveDeviceAsync(new Device(deviceId) { ETag = ifMatch }, stop),
        Query = (query, pageSize, continuation) => SdkServiceLink.QueryAsync(registry, query, pageSize, continuation),
    };

    // The SDK replaces the whole identity; reading it first keeps what the port does not name, such as capabilities and thumbprints.
    private static async Task<RegistryLink.Entry?> UpdateAsync(
        RegistryManager registry, RegistryLink.Entry entry, string ifMatch, CancellationToken stop)
    {
        if (await registry.GetDeviceAsync(entry.Id, stop).ConfigureAwait(false) is not { } device)
        {
            return null;
        }

        device.ETag = ifMatch;
        return Entry(await registry.UpdateDeviceAsync(Written(device, entry), ifMatch == "*", stop).ConfigureAwait(false));
    }

    private static Device Written(Device device, RegistryLink.Entry entry)
    {
        device.Status = entry.IsEnabled ? DeviceStatus.Enabled : DeviceStatus.Disabled;
        if (entry.PrimaryKey is not null)
        {
            device.Authentication ??= new AuthenticationMechanism();
            device.Authentication.SymmetricKey = new SymmetricKey { PrimaryKey = entry.PrimaryKey, SecondaryKey = entry.SecondaryKey };
        }

        return device;
    }

    private static RegistryLink.Entry Entry(Device device) => new(
        device.Id,
        device.Authentication?.SymmetricKey?.PrimaryKey,
        device.Authentication?.SymmetricKey?.SecondaryKey,
        device.Status == DeviceStatus.Enabled,
        device.ConnectionState == DeviceConnectionState.Connected,
        device.ETag);
}
