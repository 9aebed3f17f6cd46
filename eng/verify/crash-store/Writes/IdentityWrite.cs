using System.Collections.Concurrent;

namespace CrashStore.Writes;

/// <summary>Makes devices or modules, and removes every third: what was made has its key, what was removed stays away.</summary>
internal sealed class IdentityWrite(bool isModule) : Write(isModule ? "modules" : "devices")
{
    private const string Owner = "module-owner";

    private readonly ConcurrentDictionary<string, string?> _all = new();
    private readonly ConcurrentDictionary<string, string?> _fresh = new();

    public override async Task RunAsync(Rest rest, int round, CancellationToken stop)
    {
        for (var n = 1; ; n++)
        {
            var path = isModule ? await ModulePathAsync(rest, round, n, stop) : $"/devices/made-{round}-{n}";
            var made = await rest.SendAsync("PUT", path, BodyOf(path), stop, isUnconditional: false);
            Note(path, Rest.KeyOf(made!.Value));
            if (n % 3 == 0)
            {
                await RemoveAsync(rest, path, stop);
            }
        }
    }

    public override async Task<long> CountLostAsync(Rest rest, bool isEnd)
    {
        long lost = 0;
        foreach (var (path, key) in isEnd ? _all : _fresh)
        {
            var found = await rest.GetAsync(path);
            lost += (found is { } identity ? Rest.KeyOf(identity) : null) == key ? 0 : 1;
        }

        _fresh.Clear();
        return lost;
    }

    /// <summary>A device takes 20 modules.</summary>
    private static async Task<string> ModulePathAsync(Rest rest, int round, int n, CancellationToken stop)
    {
        var owner = $"{Owner}-{round}-{n / 20}";
        if (n == 1 || n % 20 == 0)
        {
            await rest.EnsureDeviceAsync(owner, stop);
        }

        return $"/devices/{owner}/modules/m{n}";
    }

    private static string BodyOf(string path) => path.Split('/') switch
    {
        [_, _, var device, _, var module] => $$"""{"deviceId":"{{device}}","moduleId":"{{module}}"}""",
        var parts => $$"""{"deviceId":"{{parts[2]}}"}""",
    };

    /// <summary>Until the answer comes nobody knows: a removal that was not answered may have happened.</summary>
    private async Task RemoveAsync(Rest rest, string path, CancellationToken stop)
    {
        _all.TryRemove(path, out _);
        _fresh.TryRemove(path, out _);
        await rest.SendAsync("DELETE", path, null, stop);
        Note(path, null);
    }

    private void Note(string path, string? key)
    {
        (_all[path], _fresh[path]) = (key, key);
        Acknowledged();
    }
}
