using System.Collections.Concurrent;

namespace CrashStore.Writes;

/// <summary>Makes five devices with one call.</summary>
internal sealed class BulkWrite() : Write("bulk")
{
    private const int Size = 5;

    private readonly ConcurrentBag<string[]> _all = [];
    private readonly ConcurrentBag<string[]> _fresh = [];

    public override async Task RunAsync(Rest rest, int round, CancellationToken stop)
    {
        for (var n = 1; ; n++)
        {
            string[] ids = [.. Enumerable.Range(0, Size).Select(i => $"bulk-{round}-{n}-{i}")];
            var entries = ids.Select(id => $$"""{"id":"{{id}}","importMode":"create"}""");
            var answer = await rest.SendAsync("POST", "/devices", $"[{string.Join(',', entries)}]", stop, isUnconditional: false);
            if (!answer!.Value.GetProperty("isSuccessful").GetBoolean())
            {
                throw new InvalidOperationException($"A bulk call was answered with {answer}");
            }

            _all.Add(ids);
            _fresh.Add(ids);
            Acknowledged();
        }
    }

    public override async Task<long> CountLostAsync(Rest rest, bool isEnd)
    {
        long lost = 0;
        foreach (var ids in isEnd ? _all : _fresh)
        {
            var answers = await Task.WhenAll(ids.Select(id => rest.GetAsync($"/devices/{id}")));
            lost += answers.Contains(null) ? 1 : 0;
        }

        _fresh.Clear();
        return lost;
    }
}
