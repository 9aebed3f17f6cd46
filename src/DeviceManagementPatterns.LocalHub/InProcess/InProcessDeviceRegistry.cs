namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>The hub's list of devices, asked in the hub's own process.</summary>
internal sealed class InProcessDeviceRegistry(HubRuntime hub) : IDeviceRegistry
{
    public Task<DeviceIdentity> CreateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException(hub.HostName);

    public Task<DeviceIdentity?> GetDeviceAsync(string deviceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<DeviceIdentity>> ListDevicesAsync(int maxCount = 1000, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DeviceIdentity> UpdateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task DeleteDeviceAsync(string deviceId, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
