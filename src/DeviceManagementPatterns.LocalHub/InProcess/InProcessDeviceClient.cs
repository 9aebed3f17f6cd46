using System.Runtime.CompilerServices;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>
/// A device in the hub's own process: the same promises as over MQTT, no socket. What the hub calls runs inside the hub, so it only
/// notes and starts; no lock is held while the hub is called.
/// </summary>
internal sealed class InProcessDeviceClient(HubRuntime hub, string deviceId) : IDeviceClient
{
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(100);

    private readonly HubIdentityId _id = new(deviceId);
    private readonly Lock _connecting = new();
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly InProcessMethods _methods = new();
    private readonly DesiredWatchers _watchers = new();
    private InProcessLink? _link;
    private Task _reconnecting = Task.CompletedTask;
    private volatile ConnectionStatus _status = new(ConnectionState.Disconnected, "The client was not opened yet.");

    public event EventHandler<ConnectionStatus>? ConnectionStatusChanged;

    public string DeviceId => _id.DeviceId;

    public ConnectionStatus ConnectionStatus => _status;

    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        if (_status.State != ConnectionState.Disconnected)
        {
            return;
        }

        await hub.Limits.AdmitAsync(HubMeter.Connections, cancellationToken).ConfigureAwait(false);
        lock (_connecting)
        {
            if (_status.State == ConnectionState.Disconnected)
            {
                Connect();
            }
        }
    }

    public Task<IAsyncDisposable> AddMethodHandlerAsync(
        string methodName,
        Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(methodName);
        ArgumentNullException.ThrowIfNull(handler);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        var registration = new InProcessMethodHandler(methodName, handler, Remove, _disposed.Token);
        _methods.Add(registration);
        SubscribeMethods();
        return Task.FromResult<IAsyncDisposable>(registration);
    }

    public Task<TwinProperties> GetTwinAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = CurrentSession();
        session.Touch();
        return InProcessFaults.MeetAsync(hub.Faults, session, FaultOperation.TwinGet, () => ReadTwinAsync(session, cancellationToken), cancellationToken);
    }

    public async Task<long?> UpdateReportedAsync(JsonElement patch, CancellationToken cancellationToken = default)
    {
        var session = CurrentSession();
        session.Touch();
        return await InProcessFaults.MeetAsync<long?>(
            hub.Faults,
            session,
            FaultOperation.ReportedPatch,
            () => PatchAsync(session, InProcessJson.Write(patch), cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<TwinSection> WatchDesiredAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var watcher = _watchers.Add();
        try
        {
            long? last = null;
            await foreach (var _ in watcher.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (ReadDesired() is { } desired && (last is null || desired.Version > last))
                {
                    last = desired.Version;
                    yield return desired;
                }
            }
        }
        finally
        {
            _watchers.Remove(watcher);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        await _disposed.CancelAsync().ConfigureAwait(false);
        await _reconnecting.ConfigureAwait(false);
        _watchers.End();
        const string reason = "The client was disposed.";
        Replace(null, new ConnectionStatus(ConnectionState.Disconnected, reason))?.Session.Close(reason);
    }

    internal void OnMethod(HubSession session, string requestId, string methodName, ReadOnlyMemory<byte> payload) =>
        _ = Task.Run(() => _methods.AnswerAsync(session, requestId, methodName, payload));

    internal void OnDesiredChanged() => _watchers.LookAgain();

    internal void OnClosed(InProcessLink link, string reason)
    {
        lock (_gate)
        {
            if (_link != link || _disposed.IsCancellationRequested)
            {
                return;
            }

            _link = null;
            _status = new ConnectionStatus(ConnectionState.Reconnecting, reason);
            _reconnecting = Task.Run(() => ReconnectAsync(_disposed.Token));
        }
    }

    private async Task<long?> PatchAsync(HubSession session, ReadOnlyMemory<byte> patch, CancellationToken cancellationToken)
    {
        await hub.Limits.AdmitMessageAsync(HubMeter.TwinUpdates, patch.Length, cancellationToken).ConfigureAwait(false);
        return await session.PatchReportedAsync(patch, baseVersion: null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TwinProperties> ReadTwinAsync(HubSession session, CancellationToken cancellationToken)
    {
        await hub.Limits.AdmitAsync(HubMeter.TwinReads, cancellationToken).ConfigureAwait(false);
        var twin = session.ReadTwin();
        return new TwinProperties(InProcessJson.ToSection(twin.Desired), InProcessJson.ToSection(twin.Reported));
    }

    private void Connect()
    {
        var link = new InProcessLink(this);
        try
        {
            link.Session = hub.OpenSession(_id, link, cleanSession: true, modelId: null);
        }
        catch (HubException exception)
        {
            throw new HubException(HubErrorCode.IotHubUnauthorized, $"The hub refuses '{_id}': {exception.Message}", exception);
        }

        Replace(link, new ConnectionStatus(ConnectionState.Connected));
        link.Session.SubscribeDesired(true);
        SubscribeMethods();
        _watchers.LookAgain();
        if (!link.Session.IsOpen)
        {
            OnClosed(link, "The hub ended the connection while it was being opened.");
        }
    }

    private async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        ConnectionStatusChanged?.Invoke(this, _status);
        try
        {
            await WaitToReconnectAsync(cancellationToken).ConfigureAwait(false);
            lock (_connecting)
            {
                Connect();
            }
        }
        catch (HubException exception)
        {
            Replace(null, new ConnectionStatus(ConnectionState.Disconnected, exception.Message));
        }
        catch (OperationCanceledException)
        {
            // Disposed: it says so itself.
        }
    }

    private async Task WaitToReconnectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(ReconnectDelay, hub.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                await hub.Limits.AdmitAsync(HubMeter.Connections, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (HubException exception) when (LimitRefusals.IsThrottle(exception))
            {
                // As over MQTT, where a device comes again after CONNACK 3.
            }
        }
    }

    private void Remove(InProcessMethodHandler registration)
    {
        _methods.Remove(registration);
        SubscribeMethods();
    }

    /// <summary>A device without a handler does not listen, so that a caller learns that it is not there.</summary>
    private void SubscribeMethods() => Link()?.Session.SubscribeMethods(!_methods.IsEmpty);

    private TwinSection? ReadDesired()
    {
        try
        {
            return Link()?.Session.ReadTwin() is { } twin ? InProcessJson.ToSection(twin.Desired) : null;
        }
        catch (HubException)
        {
            return null;
        }
    }

    private HubSession CurrentSession() => Link()?.Session
        ?? throw new HubException(HubErrorCode.Network, $"The link of '{_id}' is down: {_status.Reason} Nothing was sent.");

    private InProcessLink? Link()
    {
        lock (_gate)
        {
            return _link;
        }
    }

    private InProcessLink? Replace(InProcessLink? link, ConnectionStatus status)
    {
        InProcessLink? before;
        lock (_gate)
        {
            (before, _link, _status) = (_link, link, status);
        }

        ConnectionStatusChanged?.Invoke(this, status);
        return before;
    }
}
