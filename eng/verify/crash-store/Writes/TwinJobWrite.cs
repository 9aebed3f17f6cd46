using System.Collections.Concurrent;

namespace CrashStore.Writes;

/// <summary>
/// Twin jobs: one that starts at once and must come to its end, and one of next year that is cancelled and must stay so.
/// </summary>
internal sealed class TwinJobWrite() : Write("twin jobs")
{
    private const string Device = "job-target";

    private readonly ConcurrentDictionary<string, string[]> _all = new();
    private readonly ConcurrentDictionary<string, string[]> _fresh = new();

    public override async Task RunAsync(Rest rest, int round, CancellationToken stop)
    {
        await rest.EnsureDeviceAsync(Device, stop);
        var nextYear = $"\"{DateTimeOffset.UtcNow.AddYears(1):O}\"";
        for (var n = 1; ; n++)
        {
            await PutAsync(rest, $"now-{round}-{n}", "null", stop);
            Note($"now-{round}-{n}", "queued", "running", "completed");
            var later = $"later-{round}-{n}";
            await PutAsync(rest, later, nextYear, stop);
            Note(later, "queued", "scheduled", "cancelled");
            await rest.SendAsync("POST", $"/jobs/v2/{later}/cancel", null, stop, isUnconditional: false);
            Note(later, "cancelled");
        }
    }

    /// <summary>At the end the hub has been up for a while: what is to come to an end has done so.</summary>
    public override async Task<long> CountLostAsync(Rest rest, bool isEnd)
    {
        long lost = 0;
        foreach (var (id, allowed) in isEnd ? _all : _fresh)
        {
            var mustEnd = isEnd && allowed[^1] == "completed";
            var job = mustEnd ? await JobAnswers.EndOfAsync(rest, id) : await rest.GetAsync($"/jobs/v2/{id}");
            var status = job?.GetProperty("status").GetString();
            var isRight = mustEnd
                ? status == "completed" && JobAnswers.Count(job!.Value, "succeededCount") == 1
                : allowed.Contains(status);
            lost += isRight ? 0 : 1;
        }

        _fresh.Clear();
        return lost;
    }

    private static async Task PutAsync(Rest rest, string id, string startTime, CancellationToken stop) => await rest.SendAsync(
        "PUT",
        $"/jobs/v2/{id}",
        $$$"""
        {"jobId":"{{{id}}}","type":"scheduleUpdateTwin","queryCondition":"deviceId = '{{{Device}}}'","startTime":{{{startTime}}},
         "updateTwin":{"etag":"*","tags":{"job":"{{{id}}}"}} }
        """,
        stop,
        isUnconditional: false);

    private void Note(string id, params string[] allowed)
    {
        (_all[id], _fresh[id]) = (allowed, allowed);
        Acknowledged();
    }
}
