using System.Collections.Concurrent;
using DeviceManagementPatterns;

namespace CrashStore.Writes;

/// <summary>
/// Method jobs on a device that counts how often each job calls it: never twice. A call that was in flight when the hub was killed may
/// end as a failure, but each job ends. A call too many counts as a loss.
/// </summary>
internal sealed class MethodJobWrite() : Write("method jobs")
{
    private const string Device = "job-called";
    private const int Shown = 3;

    private readonly ConcurrentBag<string> _all = [];
    private readonly ConcurrentBag<string> _fresh = [];
    private readonly ConcurrentDictionary<string, int> _calls = new();

    public override async Task RunAsync(Rest rest, int round, CancellationToken stop)
    {
        await using var device = await ConnectAsync(rest, stop);
        for (var n = 1; ; n++)
        {
            var id = $"method-{round}-{n}";
            await rest.SendAsync(
                "PUT",
                $"/jobs/v2/{id}",
                $$$"""
                {"jobId":"{{{id}}}","type":"scheduleDeviceMethod","queryCondition":"deviceId = '{{{Device}}}'",
                 "cloudToDeviceMethod":{"methodName":"count","payload":"{{{id}}}","responseTimeoutInSeconds":60} }
                """,
                stop,
                isUnconditional: false);
            _all.Add(id);
            _fresh.Add(id);
            Acknowledged();
        }
    }

    public override async Task<long> CountLostAsync(Rest rest, bool isEnd)
    {
        long lost = 0;
        await using var device = isEnd ? await ConnectAsync(rest, CancellationToken.None) : null;
        foreach (var id in isEnd ? _all : _fresh)
        {
            var job = isEnd ? await JobAnswers.EndOfAsync(rest, id) : await rest.GetAsync($"/jobs/v2/{id}");
            var calls = _calls.GetValueOrDefault(id);
            if (calls > 1 || job is not { } found || (isEnd && !IsOver(found, calls)))
            {
                if (++lost <= Shown)
                {
                    Console.WriteLine($"{id}, called {calls} time(s): {job?.GetRawText() ?? "gone"}");
                }
            }
        }

        _fresh.Clear();
        return lost;
    }

    private static bool IsOver(System.Text.Json.JsonElement job, int calls) =>
        job.GetProperty("status").GetString() == "completed"
        && JobAnswers.Count(job, "succeededCount") + JobAnswers.Count(job, "failedCount") == 1
        && JobAnswers.Count(job, "succeededCount") <= calls;

    private Task<IotHubDeviceClient> ConnectAsync(Rest rest, CancellationToken stop) =>
        DeviceLink.OpenAsync(rest, Device, stop, device => device.AddMethodHandlerAsync(
            "count",
            (request, _) =>
            {
                _calls.AddOrUpdate(request.Payload.GetString()!, 1, static (_, count) => count + 1);
                return Task.FromResult(DirectMethodResponse.FromJson(200, "null"));
            },
            stop));
}
