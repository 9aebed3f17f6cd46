using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.AzureDevices.Desired;

/// <summary>
/// Follows the desired section. An update from the client only wakes the watchers: its order is not kept and some are lost, so each
/// reads the whole section and passes on what is newer than before.
/// </summary>
internal sealed class DesiredWatch(
    string deviceId, DesiredReader reader, ForwardedStatus status, TimeSpan refreshInterval, TimeProvider time, ILogger logger, CancellationToken closed)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<Channel<bool>> _watchers = [];

    public void Wake()
    {
        reader.Outdate();
        lock (_gate)
        {
            _watchers.ForEach(watcher => watcher.Writer.TryWrite(true));
        }
    }

    public async IAsyncEnumerable<TwinSection> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_gate)
        {
            _watchers.Add(wake);
        }

        try
        {
            TwinSection? last = null;
            var pause = FirstPause;
            reader.Outdate();
            while (!closed.IsCancellationRequested)
            {
                if (await TryReadAsync(pause, cancellationToken).ConfigureAwait(false) is not { } section)
                {
                    await WaitAsync(wake, pause, cancellationToken).ConfigureAwait(false);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                    continue;
                }

                pause = FirstPause;
                if (last is null || section.Version is not { } version || version > last.Version)
                {
                    last = section;
                    yield return section;
                }

                var known = status.Current.State != ConnectionState.Unknown;
                await WaitAsync(wake, known ? Timeout.InfiniteTimeSpan : refreshInterval, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(wake);
            }
        }
    }

    private async Task<TwinSection?> TryReadAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HubException exception) when (exception.IsTransient)
        {
            logger.DesiredReadFailed(exception, deviceId, pause);
            return null;
        }
        catch (ObjectDisposedException) when (closed.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task WaitAsync(Channel<bool> wake, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(longest, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed, enough.Token);
        try
        {
            await wake.Reader.ReadAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Outdate();
        }
    }
}
