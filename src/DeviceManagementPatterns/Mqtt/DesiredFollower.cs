using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>
/// Keeps watchers at the newest desired properties. News from the hub are read as "there is a newer version" and the whole section is
/// read again: what a back end replaced arrives looking like a patch, and merging it would keep what was taken out.
/// </summary>
internal sealed class DesiredFollower(string deviceId, IotHubDeviceOptions options, ILogger logger, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<Watcher> _watchers = [];
    private readonly TaskCompletionSource _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TwinSection? _current;
    private bool _isEnded;

    public bool IsWatched => _watched.Task.IsCompleted;

    public async IAsyncEnumerable<TwinSection> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = Enter();
        try
        {
            await foreach (var section in watcher.Sections.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return section;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    /// <summary>Follows one connection until it ends. It does not fail.</summary>
    public async Task FollowAsync(DeviceSession session, CancellationToken cancellationToken)
    {
        try
        {
            await _watched.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            await session.SubscribeAsync(new MqttTopicFilter.DesiredPatches(), cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var section = await ReadAsync(session, cancellationToken).ConfigureAwait(false);
                Tell(section);
                while (await session.DesiredVersions.ReadAsync(cancellationToken).ConfigureAwait(false) <= section.Version)
                {
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or HubException or ChannelClosedException)
        {
            Tell(null);
        }
    }

    /// <summary>Ends all streams.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnded = true;
            _watchers.ForEach(watcher => watcher.Sections.Writer.TryComplete());
        }
    }

    private Watcher Enter()
    {
        var watcher = new Watcher();
        lock (_gate)
        {
            _watchers.Add(watcher);
            watcher.Tell(_current);
            if (_isEnded)
            {
                watcher.Sections.Writer.TryComplete();
            }
        }

        _watched.TrySetResult();
        return watcher;
    }

    private void Tell(TwinSection? section)
    {
        lock (_gate)
        {
            _current = section;
            _watchers.ForEach(watcher => watcher.Tell(section));
        }
    }

    /// <summary>Reads until it succeeds or the connection ends.</summary>
    private async Task<TwinSection> ReadAsync(DeviceSession session, CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            using var limit = new CancellationTokenSource(options.OperationTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            string fault;
            try
            {
                var answer = await session.ReadTwinAsync(either.Token).ConfigureAwait(false);
                if (answer.Status < 300 && Json.TryParse(answer.Body, out var json) && TwinJson.TryReadProperties(json, out var twin))
                {
                    return twin.Desired;
                }

                fault = $"{answer.Status} {HubErrors.Excerpt(answer.Body)}";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                fault = "no answer in time";
            }

            var delay = LinkBackoff.DelayBefore(failures, wasRefused: true, options, Random.Shared.NextDouble());
            logger.DesiredIsUnread(deviceId, fault, delay);
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Watcher
    {
        private long? _told;

        public Channel<TwinSection> Sections { get; } =
            Channel.CreateBounded<TwinSection>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

        public void Tell(TwinSection? section)
        {
            if (section is not null && !(section.Version <= _told))
            {
                _told = section.Version;
                Sections.Writer.TryWrite(section);
            }
        }
    }
}
