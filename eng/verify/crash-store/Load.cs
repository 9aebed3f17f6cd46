using System.Text.Json;
using DeviceManagementPatterns;

namespace CrashStore;

/// <summary>Workers that write without a pause until the hub is gone: each counts a tag of its own device up, and registers devices.</summary>
internal sealed class Load(HubProcess hub, Acknowledged acknowledged, int round)
{
    private const int Workers = 8;
    private const int TwinWritesPerDevice = 8;

    private readonly IotHubServiceOptions _options = new() { CaFile = hub.CaFile };

    /// <summary>Ends once every worker has lost the hub.</summary>
    public async Task RunAsync(CancellationToken stop) =>
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => WorkAsync(worker, stop)));

    /// <summary>The number of acknowledged writes that are gone.</summary>
    public async Task<long> CountLostAsync()
    {
        await using var service = new IotHubServiceClient(hub.ConnectionString, _options);
        await using var registry = new IotHubDeviceRegistry(hub.ConnectionString, _options);
        long lost = 0;
        foreach (var (deviceId, expected) in acknowledged.Counters)
        {
            var twin = await service.GetTwinAsync(deviceId);
            var found = twin?.Tags is { ValueKind: JsonValueKind.Object } tags && tags.TryGetProperty("n", out var n) ? n.GetInt64() : 0;
            lost += Math.Max(0, expected - found);
        }

        var suffix = $"-{round - 1}-";
        foreach (var (deviceId, key) in acknowledged.Devices.Where(device => round < 0 || device.Key.Contains(suffix, StringComparison.Ordinal)))
        {
            lost += (await registry.GetDeviceAsync(deviceId))?.PrimaryKey == key ? 0 : 1;
        }

        return lost;
    }

    private async Task WorkAsync(int worker, CancellationToken stop)
    {
        await using var service = new IotHubServiceClient(hub.ConnectionString, _options);
        await using var registry = new IotHubDeviceRegistry(hub.ConnectionString, _options);
        var own = $"counter-{worker}";
        try
        {
            if (await registry.GetDeviceAsync(own, stop) is null)
            {
                await registry.CreateDeviceAsync(new DeviceIdentity(own), stop);
            }

            for (var n = acknowledged.Counters.GetValueOrDefault(own) + 1; ; n++)
            {
                using var tags = JsonDocument.Parse($$"""{"n":{{n}}}""");
                await service.UpdateTwinAsync(own, new TwinUpdate { Tags = tags.RootElement }, cancellationToken: stop);
                acknowledged.Counter(own, n);
                if (n % TwinWritesPerDevice == 0)
                {
                    var made = await registry.CreateDeviceAsync(new DeviceIdentity($"made-{worker}-{round}-{n}"), stop);
                    acknowledged.Device(made.DeviceId, made.PrimaryKey!);
                }
            }
        }
        catch (Exception e) when (e is HubException or OperationCanceledException)
        {
            // The hub was killed: what was not answered is not acknowledged.
        }
    }
}
