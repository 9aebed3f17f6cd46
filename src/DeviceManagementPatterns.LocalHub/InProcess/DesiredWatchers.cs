using System.Collections.Concurrent;
using System.Threading.Channels;

namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>Those who follow a device's desired properties. They are only told to look again; what they missed in between does not matter.</summary>
internal sealed class DesiredWatchers
{
    private static readonly BoundedChannelOptions LatestOnly = new(1) { FullMode = BoundedChannelFullMode.DropWrite };

    private readonly ConcurrentDictionary<Channel<bool>, bool> _watchers = new();
    private volatile bool _isEnded;

    /// <summary>A new watcher, which looks at once.</summary>
    public Channel<bool> Add()
    {
        var watcher = Channel.CreateBounded<bool>(LatestOnly);
        _watchers.TryAdd(watcher, true);
        watcher.Writer.TryWrite(true);
        if (_isEnded)
        {
            watcher.Writer.TryComplete();
        }

        return watcher;
    }

    public void Remove(Channel<bool> watcher) => _watchers.TryRemove(watcher, out _);

    public void LookAgain()
    {
        foreach (var (watcher, _) in _watchers)
        {
            watcher.Writer.TryWrite(true);
        }
    }

    public void End()
    {
        _isEnded = true;
        foreach (var (watcher, _) in _watchers)
        {
            watcher.Writer.TryComplete();
        }
    }
}
