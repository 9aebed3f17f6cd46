using System.Globalization;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>Twins in the order of their creation, which is their place in every answer.</summary>
internal sealed class TwinRowSource(IReadOnlyList<HubTwinRow> rows) : IRowSource<HubTwinRow>
{
    public IEnumerable<HubTwinRow> After(string? position) =>
        position is null ? rows : From(FirstBehind(long.Parse(position, NumberStyles.None, CultureInfo.InvariantCulture)));

    public string PositionOf(in HubTwinRow row) => row.Sequence.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<HubTwinRow> From(int index)
    {
        for (; index < rows.Count; index++)
        {
            yield return rows[index];
        }
    }

    private int FirstBehind(long sequence)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (rows[middle].Sequence > sequence)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
