using DeviceManagementPatterns.LocalHub.Hub.Sessions;
using DeviceManagementPatterns.LocalHub.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>
/// All identities with their twins. What a restart must not lose changes in Add, Remove and Store, and nowhere
/// else: here is the place where a storage sees every change before it is acknowledged.
/// </summary>
internal sealed class HubEntries
{
    private readonly Dictionary<string, HubEntry> _devices = new(StringComparer.Ordinal);
    private readonly EntryList _deviceRows = new();
    private readonly EntryList _moduleRows = new();
    private long _lastSequence;

    /// <summary>Grows with every change that a restart must not lose.</summary>
    public long ChangeCount { get; private set; }

    /// <summary>Who hears of every such change; null where nothing is kept.</summary>
    public IEntryChanges? Changes { get; set; }

    /// <summary>Who else hears of it: what follows from a twin is looked at again.</summary>
    public IEntryChanges? Watcher { get; set; }

    /// <summary>Who hears of every change of a session that outlives its connection; null where nothing is kept.</summary>
    public ISessionChanges? SessionChanges { get; set; }

    public int DeviceCount => _deviceRows.Count;

    /// <summary>Devices and modules.</summary>
    public int Count => _deviceRows.Count + _moduleRows.Count;

    public HubEntry? Find(HubIdentityId id)
    {
        if (!_devices.TryGetValue(id.DeviceId, out var device))
        {
            return null;
        }

        return id.ModuleId is { } moduleId ? device.Modules?.GetValueOrDefault(moduleId) : device;
    }

    /// <exception cref="HubException">404001 or 404010.</exception>
    public HubEntry Get(HubIdentityId id) =>
        Find(id) ?? throw HubRefusals.NotFound(id.IsModule && !_devices.ContainsKey(id.DeviceId) ? id.Device : id);

    public void Add(HubIdentity identity, HubTwin twin)
    {
        ChangeCount++;
        var entry = new HubEntry(++_lastSequence, identity, twin);
        Insert(entry);
        Changes?.Put(entry);
        Watcher?.Put(entry);
    }

    /// <summary>Takes back what an earlier run has kept, row by row in the order of their sequence.</summary>
    public void Restore(HubTwinRow row)
    {
        _lastSequence = row.Sequence;
        Insert(new HubEntry(row.Sequence, row.Identity, row.Twin));
    }

    /// <summary>Takes back a session that an earlier run has kept.</summary>
    public void Restore(HubIdentityId id, HubSubscriptions kept) => Find(id)?.Keep(kept);

    /// <summary>Removes one entry; a device's modules are removed before it.</summary>
    public void Remove(HubEntry entry)
    {
        ChangeCount++;
        Keep(entry, null);
        Changes?.Remove(entry);
        Watcher?.Remove(entry);
        if (entry.Id.ModuleId is { } moduleId)
        {
            _devices[entry.Id.DeviceId].Modules?.Remove(moduleId);
            _moduleRows.Remove(entry);
            return;
        }

        _devices.Remove(entry.Id.DeviceId);
        _deviceRows.Remove(entry);
    }

    public void Store(HubEntry entry, HubIdentity identity)
    {
        ChangeCount++;
        entry.Store(identity);
        Changes?.Put(entry);
        Watcher?.Put(entry);
    }

    public void Store(HubEntry entry, HubTwin twin)
    {
        ChangeCount++;
        entry.Store(twin);
        Changes?.Put(entry);
        Watcher?.Put(entry);
    }

    /// <summary>What a session that is not clean listens to from now on; null where there is none any more.</summary>
    public void Keep(HubEntry entry, HubSubscriptions? kept)
    {
        if (entry.Kept != kept)
        {
            ChangeCount++;
            entry.Keep(kept);
            SessionChanges?.Put(entry, kept);
        }
    }

    public HubTwinRows DeviceRows() => new(_deviceRows.Snapshot());

    public HubTwinRows ModuleRows() => new(_moduleRows.Snapshot());

    private void Insert(HubEntry entry)
    {
        if (entry.Id.ModuleId is { } moduleId)
        {
            (_devices[entry.Id.DeviceId].Modules ??= new(StringComparer.Ordinal)).Add(moduleId, entry);
            _moduleRows.Add(entry);
            return;
        }

        _devices.Add(entry.Id.DeviceId, entry);
        _deviceRows.Add(entry);
    }
}
