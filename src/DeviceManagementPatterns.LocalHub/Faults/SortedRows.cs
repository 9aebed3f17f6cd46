using DeviceManagementPatterns.LocalHub.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>Twins in the order of their creation. They never change, so only references are kept.</summary>
internal sealed class SortedRows
{
    private static readonly Comparer<HubTwinRow> BySequence = Comparer<HubTwinRow>.Create((left, right) => left.Sequence.CompareTo(right.Sequence));

    private readonly List<HubTwinRow> _rows;
    private HubTwinRow[]? _snapshot;

    public SortedRows(IEnumerable<HubTwinRow> rows) => _rows = [.. rows];

    public void Put(in HubTwinRow row)
    {
        _snapshot = null;
        var at = _rows.BinarySearch(row, BySequence);
        if (at >= 0)
        {
            _rows[at] = row;
        }
        else
        {
            _rows.Insert(~at, row);
        }
    }

    public void Remove(in HubTwinRow row)
    {
        _snapshot = null;
        var at = _rows.BinarySearch(row, BySequence);
        if (at >= 0)
        {
            _rows.RemoveAt(at);
        }
    }

    public HubTwinRow[] Snapshot() => _snapshot ??= [.. _rows];
}
