using DeviceManagementPatterns.LocalHub;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary>A connected device that never answers one method, on a hub whose clock the test moves.</summary>
internal sealed class SilentDevice : IAsyncDisposable
{
    public const string DeviceId = "silent";

    private readonly FakeTimeProvider _time;
    private readonly LocalIotHub _hub;
    private readonly IDeviceClient _client;
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SilentDevice(FakeTimeProvider time, LocalIotHub hub, IDeviceClient client) => (_time, _hub, _client) = (time, hub, client);

    public static async Task<SilentDevice> ConnectAsync(string methodName)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var hub = await LocalIotHub.StartAsync(new LocalHubOptions { TimeProvider = time });
        await hub.CreateDeviceAsync(DeviceId);
        var device = new SilentDevice(time, hub, hub.MqttClient(DeviceId));
        await device._client.OpenAsync();
        await device._client.AddMethodHandlerAsync(methodName, device.NeverAnswerAsync);
        return device;
    }

    public Dmp Dmp() => RunningHub.DmpWith(_hub.ConnectionString, _hub.CaFile);

    /// <summary>Lets the hub's patience run out once the device was asked.</summary>
    public async Task LetTimePassAsync(TimeSpan patience)
    {
        await _asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _hub.DisposeAsync();
    }

    private async Task<DirectMethodResponse> NeverAnswerAsync(DirectMethodRequest request, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return new DirectMethodResponse(200);
    }
}
