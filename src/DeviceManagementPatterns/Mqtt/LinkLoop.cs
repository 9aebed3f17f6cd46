using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>
/// Keeps one device connected: connect, serve until the connection ends or its token grows old, wait, connect again. One loop does
/// all of it, and it alone decides which session is the current one.
/// </summary>
internal sealed class LinkLoop(
    DeviceConnectionString connection,
    MqttHandshake handshake,
    DeviceCredential credential,
    MethodHandlers handlers,
    MethodServer methods,
    DesiredFollower desired,
    LinkStatus status,
    IotHubDeviceOptions options,
    ILogger logger,
    TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan MaxDrain = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan GoodbyeDrain = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private volatile TaskCompletionSource<DeviceSession> _session = NewGate();
    private volatile Task? _run;

    public bool IsOpened => _run is not null || _opening.CurrentCount == 0;

    /// <summary>The session of the moment; null while there is none.</summary>
    public DeviceSession? Current => _session.Task.IsCompletedSuccessfully ? _session.Task.Result : null;

    /// <summary>The session of the moment, or the next one.</summary>
    public Task<DeviceSession> SessionAsync(CancellationToken cancellationToken) => _session.Task.WaitAsync(cancellationToken);

    /// <summary>Makes the session of the moment receive methods; where there is none, the next will.</summary>
    public async Task SubscribeToMethodsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (Current?.SubscribeAsync(new MqttTopicFilter.Methods(), cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (HubException)
        {
        }
    }

    /// <summary>Makes the first connection; later ones make themselves.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, typeof(IotHubDeviceClient));
            if (_run is not null)
            {
                return;
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
            var session = await ConnectAsync(either.Token).ConfigureAwait(false);
            _run = RunAsync(session);
        }
        catch (HubException e)
        {
            status.Set(ConnectionState.Disconnected, e.Message);
            throw;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(typeof(IotHubDeviceClient).FullName);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Ends the loop and says goodbye to the hub.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _opening.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _opening.Release();
        await (_run ?? Task.CompletedTask).ConfigureAwait(false);
        _session.TrySetException(new ObjectDisposedException(typeof(IotHubDeviceClient).FullName));
        _ = _session.Task.Exception;
        status.Set(ConnectionState.Disconnected, "the client is disposed");
    }

    private static TaskCompletionSource<DeviceSession> NewGate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync(DeviceSession session)
    {
        var failures = 0;
        while (true)
        {
            var since = time.GetTimestamp();
            _session.TrySetResult(session);
            logger.Connected(connection.ClientId, connection.Endpoint.ToString());
            status.Set(ConnectionState.Connected, null);

            var (reason, isRenewal) = await ServeAsync(session).ConfigureAwait(false);
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            status.Set(ConnectionState.Reconnecting, reason);
            failures = isRenewal || time.GetElapsedTime(since) >= LinkBackoff.StableAfter ? 0 : failures + 1;
            var firstDelay = isRenewal
                ? TimeSpan.Zero
                : LinkBackoff.DelayBefore(failures, wasRefused: false, options, Random.Shared.NextDouble());
            if (await ReconnectAsync(firstDelay, failures).ConfigureAwait(false) is not { } next)
            {
                return;
            }

            session = next;
        }
    }

    /// <summary>Until the connection ends, its token must be renewed, or the client is disposed.</summary>
    private async Task<(string Reason, bool IsRenewal)> ServeAsync(DeviceSession session)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var beside = Task.WhenAll(desired.FollowAsync(session, end.Token), SubscribeToWhatCameMeanwhileAsync(session, end.Token));
        await Task.WhenAny(session.Closed, RenewalIsDueAsync(session, end.Token)).ConfigureAwait(false);

        var isRenewal = !session.IsClosed && !_stop.IsCancellationRequested;
        if (isRenewal)
        {
            await DrainForRenewalAsync(session).ConfigureAwait(false);
        }

        if (_stop.IsCancellationRequested)
        {
            await DrainAsync(
                session, session.Calls.IdleAsync(), GoodbyeDrain, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }

        _session = NewGate();
        session.Retire();
        await end.CancelAsync().ConfigureAwait(false);
        await beside.ConfigureAwait(false);
        await session.DisposeAsync().ConfigureAwait(false);
        if (!isRenewal && !_stop.IsCancellationRequested)
        {
            logger.LinkIsLost(connection.ClientId, await session.Closed.ConfigureAwait(false));
        }

        return (isRenewal ? "the token is being renewed" : await session.Closed.ConfigureAwait(false), isRenewal);
    }

    private Task RenewalIsDueAsync(DeviceSession session, CancellationToken cancellationToken)
    {
        var left = session.Credentials.RenewAt is { } due ? NotNegative(due - time.GetUtcNow()) : Timeout.InfiniteTimeSpan;
        return Task.Delay(left, time, cancellationToken);
    }

    private static TimeSpan NotNegative(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;

    /// <summary>Lets replies and twin requests that are under way come to their end, as long as the token allows.</summary>
    private async Task DrainForRenewalAsync(DeviceSession session)
    {
        logger.TokenIsRenewed(connection.ClientId);
        var left = NotNegative(session.Credentials.Expires - time.GetUtcNow() ?? MaxDrain);
        var idle = Task.WhenAll(session.Calls.IdleAsync(), session.Requests.IdleAsync());
        await DrainAsync(session, idle, left < MaxDrain ? left : MaxDrain, time, _stop.Token).ConfigureAwait(false);
        if (!idle.IsCompleted)
        {
            logger.RenewalCutWork(connection.ClientId);
        }
    }

    private static async Task DrainAsync(
        DeviceSession session, Task idle, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken) =>
        await Task.WhenAny(idle, session.Closed, Task.Delay(patience, clock, cancellationToken)).ConfigureAwait(false);

    /// <returns>The new session, or null where the client was disposed meanwhile.</returns>
    private async Task<DeviceSession?> ReconnectAsync(TimeSpan delay, int failures)
    {
        try
        {
            var refusals = 0;
            for (var attempt = 1; ; attempt++)
            {
                await Task.Delay(delay, time, _stop.Token).ConfigureAwait(false);
                try
                {
                    return await ConnectAsync(_stop.Token).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    var isRefusal = NeedsSomeone(e);
                    delay = LinkBackoff.DelayBefore(isRefusal ? refusals++ : ++failures, isRefusal, options, Random.Shared.NextDouble());
                    logger.ConnectingFailed(connection.ClientId, attempt, e.Message, delay);
                    status.Set(ConnectionState.Reconnecting, e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Whether trying again soon is idle: someone must change a key, a clock or a certificate first.</summary>
    private static bool NeedsSomeone(Exception e) => e is HubException { IsTransient: false };

    private async Task<DeviceSession> ConnectAsync(CancellationToken cancellationToken)
    {
        var (token, renewAt, expires) = credential.Make();
        var link = await handshake.ConnectAsync(token, cancellationToken).ConfigureAwait(false);
        var session = new DeviceSession(link, (renewAt, expires), methods.Accept, logger);
        try
        {
            using var limit = new CancellationTokenSource(options.OperationTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            await SubscribeAsync(session, either.Token).ConfigureAwait(false);
            return session;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw new HubException(
                HubErrorCode.Timeout,
                $"{connection.Endpoint} did not confirm the subscriptions within {options.OperationTimeout.TotalSeconds:0.#} s.",
                e);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Task SubscribeAsync(DeviceSession session, CancellationToken cancellationToken)
    {
        List<Task> subscriptions = [session.SubscribeAsync(new MqttTopicFilter.TwinAnswers(), cancellationToken)];
        if (!handlers.IsEmpty)
        {
            subscriptions.Add(session.SubscribeAsync(new MqttTopicFilter.Methods(), cancellationToken));
        }

        if (desired.IsWatched)
        {
            subscriptions.Add(session.SubscribeAsync(new MqttTopicFilter.DesiredPatches(), cancellationToken));
        }

        return Task.WhenAll(subscriptions);
    }

    /// <summary>A handler may have been added after the subscriptions were made and before this session became the current one.</summary>
    private async Task SubscribeToWhatCameMeanwhileAsync(DeviceSession session, CancellationToken cancellationToken)
    {
        try
        {
            await SubscribeAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HubException or OperationCanceledException)
        {
        }
    }
}
