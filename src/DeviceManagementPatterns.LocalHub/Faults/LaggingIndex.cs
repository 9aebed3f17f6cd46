using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>The hub's twins as they were a while ago. What was before the index was made, it does not know: that is its oldest state.</summary>
internal sealed class LaggingIndex
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _lag;
    private readonly TimeProvider _time;
    private readonly SortedRows _devices;
    private readonly SortedRows _modules;
    private readonly Queue<(long At, HubTwinRow Row, bool IsRemoved)> _waiting = new();

    public LaggingIndex(TimeSpan lag, TimeProvider time, IEnumerable<HubTwinRow> devices, IEnumerable<HubTwinRow> modules)
    {
        (_lag, _time) = (lag, time);
        (_devices, _modules) = (new SortedRows(devices.Select(Frozen)), new SortedRows(modules.Select(Frozen)));
    }

    public IReadOnlyList<HubTwinRow> Devices() => Read(_devices);

    public IReadOnlyList<HubTwinRow> Modules() => Read(_modules);

    public void Put(HubEntry entry) => Wait(Frozen(entry.Row), isRemoved: false);

    public void Remove(HubEntry entry) => Wait(entry.Row, isRemoved: true);

    /// <summary>The connection state is the only part of a row that lives on.</summary>
    private static HubTwinRow Frozen(HubTwinRow row) => row with { Identity = row.Identity with { Presence = row.Identity.Presence.Copy() } };

    private void Wait(in HubTwinRow row, bool isRemoved)
    {
        lock (_gate)
        {
            TakeIn();
            _waiting.Enqueue((_time.GetTimestamp(), row, isRemoved));
        }
    }

    private HubTwinRow[] Read(SortedRows rows)
    {
        lock (_gate)
        {
            TakeIn();
            return rows.Snapshot();
        }
    }

    private void TakeIn()
    {
        while (_waiting.TryPeek(out var next) && _time.GetElapsedTime(next.At) >= _lag)
        {
            var rows = next.Row.Identity.Id.IsModule ? _modules : _devices;
            if (next.IsRemoved)
            {
                rows.Remove(next.Row);
            }
            else
            {
                rows.Put(next.Row);
            }

            _waiting.Dequeue();
        }
    }
}
