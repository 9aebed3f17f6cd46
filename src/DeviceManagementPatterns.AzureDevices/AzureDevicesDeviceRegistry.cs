using DeviceManagementPatterns.AzureDevices.Calls;
using DeviceManagementPatterns.AzureDevices.Errors;
using DeviceManagementPatterns.AzureDevices.Links;
using DeviceManagementPatterns.AzureDevices.Text;
using DeviceManagementPatterns.Http;
using Microsoft.Azure.Devices;

namespace DeviceManagementPatterns.AzureDevices;

/// <summary>The hub's list of devices over the registry client of SDK 1.x that the program already holds, which stays the program's.</summary>
public sealed class AzureDevicesDeviceRegistry : IDeviceRegistry
{
    private const string ListQuery = "SELECT deviceId, status, connectionState FROM devices";
    private const int LargestPage = 100;
    private const int LargestList = 1000;
    private const int ShortestKey = 16;
    private const int LongestKey = 64;

    private readonly RegistryLink _link;

    /// <summary>Makes the adapter.</summary>
    /// <param name="registryManager">The program's client.</param>
    public AzureDevicesDeviceRegistry(RegistryManager registryManager)
        : this(SdkRegistryLink.Over(registryManager ?? throw new ArgumentNullException(nameof(registryManager))))
    {
    }

    internal AzureDevicesDeviceRegistry(RegistryLink link) => _link = link;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The device id is not one, only one key is given, or one is not base64 of 16 to 64 bytes.</exception>
    public Task<DeviceIdentity> CreateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default)
    {
        CheckIdentity(device);
        return ServiceCalls.RunAsync(stop => _link.Create(device, stop), Failed($"Registering '{device.DeviceId}'"), cancellationToken);
    }

    /// <inheritdoc />
    public Task<DeviceIdentity?> GetDeviceAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckDeviceId(deviceId);
        return ServiceCalls.RunAsync(stop => _link.Get(deviceId, stop), Failed($"Reading the device '{deviceId}'"), cancellationToken);
    }

    /// <summary>Lists devices in no particular order. The SDK no longer offers the list itself, so it is made by a query.</summary>
    /// <param name="maxCount">At most this many, 1 to 1000.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The devices without keys and stamps, which a query does not give; one that was registered just now may be missing.</returns>
    /// <exception cref="HubException">The hub refused, or cannot be reached.</exception>
    public async Task<IReadOnlyList<DeviceIdentity>> ListDevicesAsync(
        int maxCount = LargestList, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckRange(nameof(maxCount), maxCount, 1, LargestList);
        var devices = new List<DeviceIdentity>();
        string? continuation = null;
        do
        {
            var size = Math.Min(LargestPage, maxCount - devices.Count);
            var token = continuation;
            continuation = await ServiceCalls.RunAsync(
                async _ =>
                {
                    var page = await _link.Query(ListQuery, size, token).ConfigureAwait(false);
                    devices.AddRange(page.Items.Select(TwinText.ParseIdentity).Take(size));
                    return page.Continuation;
                },
                Failed("Listing devices"),
                cancellationToken).ConfigureAwait(false);
        }
        while (!string.IsNullOrEmpty(continuation) && devices.Count < maxCount);

        return devices;
    }

    /// <summary>Writes a device's state, and its keys where both are given; keys that are null stay as they are.</summary>
    /// <param name="device">The device as it shall be; its <see cref="DeviceIdentity.ETag"/> guards the write.</param>
    /// <param name="cancellationToken">Stops waiting; the write may have been made.</param>
    /// <returns>The device after the write.</returns>
    /// <exception cref="ArgumentException">The device id is not one, only one key is given, or one is not base64 of 16 to 64 bytes.</exception>
    /// <exception cref="HubException">The device is unknown, or its stamp is stale.</exception>
    public async Task<DeviceIdentity> UpdateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default)
    {
        CheckIdentity(device);
        var updated = await ServiceCalls.RunAsync(
            stop => _link.Update(device, stop), Failed($"Writing the device '{device.DeviceId}'"), cancellationToken).ConfigureAwait(false);
        return updated ?? throw new HubException(
            HubErrorCode.DeviceNotFound, $"Writing the device '{device.DeviceId}' failed: it is not registered.");
    }

    /// <inheritdoc />
    public Task DeleteDeviceAsync(string deviceId, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckDeviceId(deviceId);
        return ServiceCalls.RunAsync(
            async stop =>
            {
                await _link.Remove(deviceId, ifMatch, stop).ConfigureAwait(false);
                return true;
            },
            Failed($"Removing the device '{deviceId}'"),
            cancellationToken);
    }

    /// <summary>Does nothing: the client is the program's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The SDK quotes a key that it refuses in its message, so it must not get to see one.
    private static void CheckIdentity(DeviceIdentity device)
    {
        ServiceArguments.CheckIdentity(device);
        if (!IsKey(device.PrimaryKey) || !IsKey(device.SecondaryKey))
        {
            throw new ArgumentException(
                $"'{device.DeviceId}' has a key that is not base64 of {ShortestKey} to {LongestKey} bytes.", nameof(device));
        }
    }

    private static bool IsKey(string? key)
    {
        Span<byte> bytes = stackalloc byte[LongestKey];
        return key is null || (Convert.TryFromBase64String(key, bytes, out var length) && length >= ShortestKey);
    }

    private static Func<Exception, HubException> Failed(string action) => failure => ServiceErrors.Translate(failure, action);
}
