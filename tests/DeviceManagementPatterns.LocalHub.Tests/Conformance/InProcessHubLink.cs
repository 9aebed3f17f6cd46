using DeviceManagementPatterns.Conformance;

namespace DeviceManagementPatterns.LocalHub.Tests.Conformance;

/// <summary>LocalHub without a socket.</summary>
public sealed class InProcessHubLink : HubLink
{
    private readonly TimeProvider _time;
    private RunningHub _running = null!;

    public InProcessHubLink()
        : this(TimeProvider.System)
    {
    }

    internal InProcessHubLink(TimeProvider time) => _time = time;

    public override IServiceClient Service => _running.Hub.CreateServiceClient();

    public override IDeviceRegistry Registry => _running.Hub.CreateDeviceRegistry();

    public override Task<IDeviceClient> CreateDeviceClientAsync(string deviceId, CancellationToken cancellationToken) =>
        Task.FromResult(_running.Hub.CreateDeviceClient(deviceId));

    public override async ValueTask InitializeAsync() => _running = await RunningHub.StartAsync(_time);

    public override ValueTask DisposeAsync() => _running.DisposeAsync();
}
