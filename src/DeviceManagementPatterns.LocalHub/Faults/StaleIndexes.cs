using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Runtime;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>The lagging indexes of one hub. Changes are followed from the first one on.</summary>
internal sealed class StaleIndexes(HubCore core, TimeProvider time)
{
    private IndexFeed? _feed;

    public LaggingIndex Add(TimeSpan lag)
    {
        lock (core.Gate)
        {
            var entries = core.State.Entries;
            if (_feed is null)
            {
                entries.Changes = _feed = new IndexFeed(entries.Changes);
            }

            var index = new LaggingIndex(lag, time, entries.DeviceRows(), entries.ModuleRows());
            _feed.Add(index);
            return index;
        }
    }

    public void Remove(LaggingIndex index)
    {
        lock (core.Gate)
        {
            _feed?.Remove(index);
        }
    }

    /// <summary>A connection has begun or ended.</summary>
    public void TellPresence(HubIdentityId id)
    {
        if (Volatile.Read(ref _feed) is not { } feed)
        {
            return;
        }

        lock (core.Gate)
        {
            if (core.State.Entries.Find(id) is { } entry)
            {
                feed.Tell(entry);
            }
        }
    }
}
