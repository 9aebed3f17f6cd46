using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>A device in the hub's own process: the same promises as over MQTT, no socket.</summary>
internal sealed class InProcessDeviceClient(HubRuntime hub, string deviceId) : IDeviceClient
{
#pragma warning disable CS0067
    public event EventHandler<ConnectionStatus>? ConnectionStatusChanged;
#pragma warning restore CS0067

    public string DeviceId { get; } = deviceId;

    public ConnectionStatus ConnectionStatus => throw new NotSupportedException(hub.HostName);

    public Task OpenAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IAsyncDisposable> AddMethodHandlerAsync(
        string methodName,
        Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<TwinProperties> GetTwinAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<long?> UpdateReportedAsync(JsonElement patch, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<TwinSection> WatchDesiredAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
