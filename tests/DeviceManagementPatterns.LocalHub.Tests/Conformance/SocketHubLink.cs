using DeviceManagementPatterns.Conformance;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Tests.Conformance;

/// <summary>LocalHub over MQTT and REST, with our own clients.</summary>
public sealed class SocketHubLink : HubLink
{
    private static readonly string MadeUpKey = Convert.ToBase64String(new byte[32]);

    private readonly TimeProvider _time;
    private RunningHub _running = null!;
    private IotHubServiceClient _service = null!;
    private IotHubDeviceRegistry _registry = null!;

    public SocketHubLink()
        : this(TimeProvider.System)
    {
    }

    internal SocketHubLink(TimeProvider time) => _time = time;

    public override IServiceClient Service => _service;

    public override IDeviceRegistry Registry => _registry;

    public override async Task<IDeviceClient> CreateDeviceClientAsync(string deviceId, CancellationToken cancellationToken)
    {
        var connection = new DeviceConnectionString
        {
            HostName = $"{_running.Hub.HostName}:{_running.Hub.MqttsPort}",
            DeviceId = deviceId,
            SharedAccessKey = (await _registry.GetDeviceAsync(deviceId, cancellationToken))?.PrimaryKey ?? MadeUpKey,
        };
        return new IotHubDeviceClient(connection.Format(), new IotHubDeviceOptions { CaFile = _running.Hub.CaFile });
    }

    public override async ValueTask InitializeAsync()
    {
        _running = await RunningHub.StartAsync(_time);
        var options = new IotHubServiceOptions { CaFile = _running.Hub.CaFile };
        _service = new IotHubServiceClient(_running.Hub.ConnectionString, options);
        _registry = new IotHubDeviceRegistry(_running.Hub.ConnectionString, options);
    }

    public override async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _registry.DisposeAsync();
        await _running.DisposeAsync();
    }
}
