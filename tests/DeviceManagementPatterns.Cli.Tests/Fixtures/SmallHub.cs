using DeviceManagementPatterns.LocalHub;

namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary>A local hub of one test's own, so that it knows every device.</summary>
internal sealed class SmallHub(LocalIotHub hub) : IAsyncDisposable
{
    public static async Task<SmallHub> StartAsync(params string[] deviceIds)
    {
        var hub = await LocalIotHub.StartAsync();
        foreach (var deviceId in deviceIds)
        {
            await hub.CreateDeviceAsync(deviceId);
        }

        return new SmallHub(hub);
    }

    public Dmp Dmp() => RunningHub.DmpWith(hub.ConnectionString, hub.CaFile);

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
