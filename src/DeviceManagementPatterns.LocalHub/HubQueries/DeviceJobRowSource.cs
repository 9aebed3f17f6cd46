using System.Globalization;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>The rows of <c>devices.jobs</c> in the order of the jobs, and in each of its devices.</summary>
internal sealed class DeviceJobRowSource(IReadOnlyList<DeviceJob> rows) : IRowSource<DeviceJob>
{
    public IEnumerable<DeviceJob> After(string? position)
    {
        if (position is null)
        {
            return rows;
        }

        var numbers = position.Split('.');
        var (sequence, index) = (Number(numbers[0]), Number(numbers[^1]));
        return rows.Where(row => row.Job.Sequence > sequence || (row.Job.Sequence == sequence && row.Index > index));
    }

    public string PositionOf(in DeviceJob row) => string.Create(CultureInfo.InvariantCulture, $"{row.Job.Sequence}.{row.Index}");

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
