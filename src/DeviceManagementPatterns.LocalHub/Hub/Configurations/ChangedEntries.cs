using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>Which twins have changed since their configurations were looked at. Collects nothing while there are no configurations.</summary>
/// <param name="configurations">The hub's configurations.</param>
/// <param name="onFirst">Told of the first change after a look.</param>
internal sealed class ChangedEntries(HubConfigurations configurations, Action onFirst) : IEntryChanges
{
    private readonly HashSet<HubEntry> _entries = [];

    /// <summary>True while configurations themselves write twins.</summary>
    public bool IsPaused { get; set; }

    public void Put(HubEntry entry)
    {
        if (!IsPaused && configurations.Count > 0 && _entries.Add(entry) && _entries.Count == 1)
        {
            onFirst();
        }
    }

    public void Remove(HubEntry entry) => _entries.Remove(entry);

    /// <summary>What has changed, and forgets it.</summary>
    public IReadOnlyList<HubEntry> Take()
    {
        HubEntry[] taken = [.. _entries];
        _entries.Clear();
        return taken;
    }
}
