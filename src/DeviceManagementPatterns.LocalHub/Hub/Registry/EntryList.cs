namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>Entries in the order of their creation. A snapshot is made once and handed out until the list changes.</summary>
internal sealed class EntryList
{
    private static readonly Comparer<HubEntry> BySequence = Comparer<HubEntry>.Create((left, right) => left.Sequence.CompareTo(right.Sequence));

    private readonly List<HubEntry> _entries = [];
    private HubEntry[]? _snapshot;

    public int Count => _entries.Count;

    public void Add(HubEntry entry)
    {
        _entries.Add(entry);
        _snapshot = null;
    }

    public void Remove(HubEntry entry)
    {
        _entries.RemoveAt(_entries.BinarySearch(entry, BySequence));
        _snapshot = null;
    }

    public HubEntry[] Snapshot() => _snapshot ??= [.. _entries];
}
