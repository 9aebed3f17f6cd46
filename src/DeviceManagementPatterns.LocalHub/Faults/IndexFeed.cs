using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>Tells the lagging indexes of every change, and whoever heard of it before. Called under the hub's gate.</summary>
internal sealed class IndexFeed(IEntryChanges? next) : IEntryChanges
{
    private readonly List<LaggingIndex> _indexes = [];

    public void Add(LaggingIndex index) => _indexes.Add(index);

    public void Remove(LaggingIndex index) => _indexes.Remove(index);

    public void Put(HubEntry entry)
    {
        next?.Put(entry);
        Tell(entry);
    }

    public void Remove(HubEntry entry)
    {
        next?.Remove(entry);
        foreach (var index in _indexes)
        {
            index.Remove(entry);
        }
    }

    /// <summary>An identity has connected or disconnected, which only the indexes must hear of.</summary>
    public void Tell(HubEntry entry)
    {
        foreach (var index in _indexes)
        {
            index.Put(entry);
        }
    }
}
