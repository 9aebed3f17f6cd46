namespace CrashStore.Writes;

/// <summary>Counts a number up in one section of a twin.</summary>
internal sealed class TwinWrite(string section) : Write(section)
{
    private readonly string _device = $"{section}-counter";
    private long _last;

    public override async Task RunAsync(Rest rest, int round, CancellationToken stop)
    {
        await rest.EnsureDeviceAsync(_device, stop);
        while (true)
        {
            var next = _last + 1;
            var body = Name == "tags" ? $$"""{"tags":{"n":{{next}} } }""" : $$"""{"properties":{"desired":{"n":{{next}} } } }""";
            if (await rest.SendAsync("PATCH", $"/twins/{_device}", body, stop) is null)
            {
                throw new InvalidOperationException($"The hub does not know {_device} any more.");
            }

            _last = next;
            Acknowledged();
        }
    }

    public override async Task<long> CountLostAsync(Rest rest, bool isEnd)
    {
        if (_last == 0)
        {
            return 0;
        }

        var twin = await rest.GetAsync($"/twins/{_device}");
        var section = twin is { } found ? Name == "tags" ? found.Optional("tags") : found.GetProperty("properties").Optional("desired") : null;
        return Math.Max(0, _last - (section?.Optional("n")?.GetInt64() ?? 0));
    }
}
