namespace DeviceManagementPatterns;

/// <summary>The hub's list of devices.</summary>
public interface IDeviceRegistry : IAsyncDisposable
{
    /// <summary>Registers a device. Keys that are not given are made by the hub.</summary>
    /// <param name="device">The device.</param>
    /// <param name="cancellationToken">Stops waiting; the device may have been registered.</param>
    /// <returns>The device with its keys.</returns>
    /// <exception cref="ArgumentException">The id or a key is not valid, where the link checks that itself.</exception>
    /// <exception cref="HubException">The id is taken (<see cref="HubErrorCode.DeviceAlreadyExists"/>) or not valid.</exception>
    Task<DeviceIdentity> CreateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default);

    /// <summary>Reads a device; null where it is unknown.</summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HubException">The hub refused, or cannot be reached.</exception>
    Task<DeviceIdentity?> GetDeviceAsync(string deviceId, CancellationToken cancellationToken = default);

    /// <summary>Lists devices in no particular order.</summary>
    /// <param name="maxCount">At most this many, 1 to 1000. The hub's list has no pages: use a query for more.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HubException">The hub refused, or cannot be reached.</exception>
    Task<IReadOnlyList<DeviceIdentity>> ListDevicesAsync(int maxCount = 1000, CancellationToken cancellationToken = default);

    /// <summary>Replaces a device's keys and state.</summary>
    /// <param name="device">The device as it shall be; its <see cref="DeviceIdentity.ETag"/> guards the write.</param>
    /// <param name="cancellationToken">Stops waiting; the write may have been made.</param>
    /// <returns>The device after the write.</returns>
    /// <exception cref="HubException">The device is unknown, or its stamp is stale.</exception>
    Task<DeviceIdentity> UpdateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default);

    /// <summary>Removes a device with its twin; it is disconnected.</summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="ifMatch">Removes it only where it still carries this stamp. The default removes it whatever is stored.</param>
    /// <param name="cancellationToken">Stops waiting; the device may have been removed.</param>
    /// <exception cref="HubException">The device is unknown, or its stamp is stale.</exception>
    Task DeleteDeviceAsync(string deviceId, ETag ifMatch = default, CancellationToken cancellationToken = default);
}
