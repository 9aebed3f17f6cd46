using DeviceManagementPatterns.AzureDevices.Calls;
using DeviceManagementPatterns.AzureDevices.Errors;
using DeviceManagementPatterns.AzureDevices.Links;
using DeviceManagementPatterns.AzureDevices.Text;
using Microsoft.Azure.Devices;

namespace DeviceManagementPatterns.AzureDevices;

/// <summary>The hub's list of devices over the registry client of SDK 1.x that the program already holds, which stays the program's.</summary>
public sealed class AzureDevicesDeviceRegistry : IDeviceRegistry
{
    private const int LargestPage = 100;
    private const int LargestList = 1000;

    private readonly RegistryLink _link;

    /// <summary>Makes the adapter.</summary>
    /// <param name="registryManager">The program's client.</param>
    public AzureDevicesDeviceRegistry(RegistryManager registryManager)
        : this(SdkRegistryLink.Over(registryManager ?? throw new ArgumentNullException(nameof(registryManager))))
    {
    }

    internal AzureDevicesDeviceRegistry(RegistryLink link) => _link = link;

    /// <inheritdoc />
    public async Task<DeviceIdentity> CreateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        var entry = Entry(device);
        var created = await ServiceCalls.RunAsync(
            stop => _link.Create(entry, stop), Failed($"register device '{device.DeviceId}'"), cancellationToken).ConfigureAwait(false);
        return Identity(created);
    }

    /// <inheritdoc />
    public async Task<DeviceIdentity?> GetDeviceAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        var entry = await ServiceCalls.RunAsync(
            stop => _link.Get(deviceId, stop), Failed($"read device '{deviceId}'"), cancellationToken).ConfigureAwait(false);
        return entry is null ? null : Identity(entry);
    }

    /// <summary>Lists devices in no particular order, by a query, since the SDK no longer offers the list itself.</summary>
    /// <param name="maxCount">At most this many, 1 to 1000.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The devices without keys and stamps, which a query does not give; a device that was made just now may be missing.</returns>
    /// <exception cref="HubException">The hub refused, or cannot be reached.</exception>
    public async Task<IReadOnlyList<DeviceIdentity>> ListDevicesAsync(
        int maxCount = LargestList, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxCount, LargestList);
        var devices = new List<DeviceIdentity>();
        string? continuation = null;
        do
        {
            var size = Math.Min(LargestPage, maxCount - devices.Count);
            var page = await ServiceCalls.RunAsync(
                _ => _link.Query("SELECT deviceId, status, connectionState FROM devices", size, continuation),
                Failed("list the devices"),
                cancellationToken).ConfigureAwait(false);
            devices.AddRange(page.Items.Select(Identity).Take(size));
            continuation = page.Continuation;
        }
        while (!string.IsNullOrEmpty(continuation) && devices.Count < maxCount);

        return devices;
    }

    /// <summary>Writes a device's state, and its keys where both are given; keys that are null stay as they are.</summary>
    /// <param name="device">The device as it shall be; its <see cref="DeviceIdentity.ETag"/> guards the write.</param>
    /// <param name="cancellationToken">Stops waiting; the write may have been made.</param>
    /// <returns>The device after the write.</returns>
    /// <exception cref="HubException">The device is unknown, or its stamp is stale.</exception>
    public async Task<DeviceIdentity> UpdateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        var entry = Entry(device);
        var updated = await ServiceCalls.RunAsync(
            stop => _link.Update(entry, ETagText.Format(device.ETag), stop),
            Failed($"update device '{device.DeviceId}'"),
            cancellationToken).ConfigureAwait(false);
        return updated is not null
            ? Identity(updated)
            : throw new HubException(HubErrorCode.DeviceNotFound, $"Could not update device '{device.DeviceId}': it is not registered.");
    }

    /// <inheritdoc />
    public Task DeleteDeviceAsync(string deviceId, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        return ServiceCalls.RunAsync(
            async stop =>
            {
                await _link.Remove(deviceId, ETagText.Format(ifMatch), stop).ConfigureAwait(false);
                return true;
            },
            Failed($"delete device '{deviceId}'"),
            cancellationToken);
    }

    /// <summary>Does nothing: the client is the program's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Func<Exception, HubException> Failed(string attempt) => failure => ServiceErrors.Translate(failure, attempt);

    private static RegistryLink.Entry Entry(DeviceIdentity device)
    {
        DeviceKeys.Check(device);
        return new RegistryLink.Entry(device.DeviceId, device.PrimaryKey, device.SecondaryKey, device.IsEnabled, false, null);
    }

    private static DeviceIdentity Identity(RegistryLink.Entry entry) => new(entry.Id)
    {
        PrimaryKey = entry.PrimaryKey,
        SecondaryKey = entry.SecondaryKey,
        IsEnabled = entry.IsEnabled,
        IsConnected = entry.IsConnected,
        ETag = ETagText.Parse(entry.ETag),
    };

    private static DeviceIdentity Identity(string row)
    {
        var twin = TwinText.ParseTwin(row);
        return new DeviceIdentity(twin.DeviceId) { IsEnabled = twin.IsEnabled ?? true, IsConnected = twin.IsConnected ?? false };
    }
}
