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
        if (identity.Id.ModuleId is { } moduleId)
        {
            (_devices[identity.Id.DeviceId].Modules ??= new(StringComparer.Ordinal)).Add(moduleId, entry);
            _moduleRows.Add(entry);
            return;
        }

        _devices.Add(identity.Id.DeviceId, entry);
        _deviceRows.Add(entry);
    }

    /// <summary>Removes one entry; a device's modules are removed before it.</summary>
    public void Remove(HubEntry entry)
    {
        ChangeCount++;
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
    }

    public void Store(HubEntry entry, HubTwin twin)
    {
        ChangeCount++;
        entry.Store(twin);
    }

    public HubTwinRows DeviceRows() => new(_deviceRows.Snapshot());

    public HubTwinRows ModuleRows() => new(_moduleRows.Snapshot());
}
