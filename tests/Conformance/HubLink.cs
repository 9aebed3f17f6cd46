namespace DeviceManagementPatterns.Conformance;

/// <summary>A hub under test and the way to it: the ends of one kind of link. One is made for each class of tests.</summary>
public abstract class HubLink : IAsyncLifetime
{
    public abstract IServiceClient Service { get; }

    public abstract IDeviceRegistry Registry { get; }

    /// <summary>A device's end that was not opened yet. The device may be unknown to the hub.</summary>
    public abstract Task<IDeviceClient> CreateDeviceClientAsync(string deviceId, CancellationToken cancellationToken);

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();
}
