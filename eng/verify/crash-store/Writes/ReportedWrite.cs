using System.Text.Json;

namespace CrashStore.Writes;

/// <summary>A device over MQTT that counts a reported number up.</summary>
internal sealed class ReportedWrite() : Write("reported")
{
    private const string Device = "reported-counter";
    private long _last;

    public override async Task RunAsync(Rest rest, int round, CancellationToken stop)
    {
        await using var device = await DeviceLink.OpenAsync(rest, Device, stop);
        while (true)
        {
            using var patch = JsonDocument.Parse($$"""{"n":{{_last + 1}}}""");
            await device.UpdateReportedAsync(patch.RootElement, stop);
            _last++;
            Acknowledged();
        }
    }

    public override async Task<long> CountLostAsync(Rest rest, bool isEnd)
    {
        if (_last == 0)
        {
            return 0;
        }

        var twin = await rest.GetAsync($"/twins/{Device}");
        return Math.Max(0, _last - (twin?.GetProperty("properties").GetProperty("reported").Optional("n")?.GetInt64() ?? 0));
    }
}
