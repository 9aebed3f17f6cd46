using System.Diagnostics;
using CrashStore.Hubs;
using CrashStore.Writes;
using DeviceManagementPatterns;

namespace CrashStore;

/// <summary>Starts a hub, lets all kinds of writes go on at it, kills it at a random moment, and looks whether all is there; again and again.</summary>
internal sealed class Crashes(ITestedHub hub, int shortestMilliseconds, int longestMilliseconds) : IAsyncDisposable
{
    private static readonly TimeSpan FirstWriteTimeout = TimeSpan.FromSeconds(120);

    private readonly Write[] _writes =
    [
        new TwinWrite("tags"), new TwinWrite("desired"), new ReportedWrite(), new IdentityWrite(isModule: false),
        new IdentityWrite(isModule: true), new BulkWrite(), new TwinJobWrite(), new MethodJobWrite(),
    ];

    public long Acknowledged => _writes.Sum(write => write.Count);

    public long Lost { get; private set; }

    public string Kinds => string.Join(", ", _writes.Select(write => $"{write.Count} {write.Name}"));

    public async Task RoundAsync(int round)
    {
        var access = await hub.StartAsync();
        using var rest = new Rest(access);
        await CountAsync(rest, isEnd: false);
        var before = Acknowledged;
        using var stop = new CancellationTokenSource();
        var work = _writes.Select(write => RunAsync(write, rest, round, stop.Token)).ToList();
        var clock = Stopwatch.StartNew();
        while (Acknowledged == before && clock.Elapsed < FirstWriteTimeout)
        {
            await Task.Delay(10);
        }

        await Task.Delay(Random.Shared.Next(shortestMilliseconds, longestMilliseconds));
        await hub.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(work);
        if (Acknowledged == before)
        {
            throw new InvalidOperationException("Nothing was acknowledged in this round.");
        }
    }

    /// <summary>Looks for all that was ever acknowledged.</summary>
    public async Task EndAsync()
    {
        using var rest = new Rest(await hub.StartAsync());
        await CountAsync(rest, isEnd: true);
        await hub.KillAsync();
    }

    public async ValueTask DisposeAsync() => await hub.KillAsync();

    private static async Task RunAsync(Write write, Rest rest, int round, CancellationToken stop)
    {
        // Not the caller's thread: the first write of one kind must not wait for another's.
        await Task.Yield();
        try
        {
            await write.RunAsync(rest, round, stop);
        }
        catch (Exception e) when (e is HttpRequestException or HubException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The hub was killed: what was not answered is not acknowledged.
        }
    }

    private async Task CountAsync(Rest rest, bool isEnd)
    {
        long total = 0;
        foreach (var write in _writes)
        {
            var lost = await write.CountLostAsync(rest, isEnd);
            if (lost > 0)
            {
                Console.WriteLine($"{lost} of {write.Name} lost");
            }

            total += lost;
        }

        // The end looks again for what a round has missed already.
        Lost = isEnd ? Math.Max(Lost, total) : Lost + total;
    }
}
