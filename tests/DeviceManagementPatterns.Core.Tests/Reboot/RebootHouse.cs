using DeviceManagementPatterns.Hosting;
using DeviceManagementPatterns.LocalHub;
using DeviceManagementPatterns.Reboot;

namespace DeviceManagementPatterns.Tests.Reboot;

/// <summary>A hub, a device on it with an agent that can be stopped and started again, and a back end.</summary>
internal sealed class RebootHouse : IAsyncDisposable
{
    public const string DeviceId = "d1";
    private readonly LocalIotHub _hub;
    private readonly TimeProvider? _deviceTime;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private IDeviceClient? _client;

    private RebootHouse(LocalIotHub hub, TimeProvider? deviceTime)
    {
        (_hub, _deviceTime) = (hub, deviceTime);
        Service = hub.CreateServiceClient();
    }

    public TestMachine Machine { get; } = new();

    public RebootOptions Options { get; } = new();

    public IServiceClient Service { get; }

    public static async Task<RebootHouse> StartAsync(TimeProvider? deviceTime = null, bool withAgent = true)
    {
        var hub = await LocalIotHub.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await hub.CreateDeviceAsync(DeviceId, TestContext.Current.CancellationToken);
        var house = new RebootHouse(hub, deviceTime);
        if (withAgent)
        {
            await house.StartAgentAsync();
        }

        return house;
    }

    public IDeviceClient CreateDeviceClient() => _hub.CreateDeviceClient(DeviceId);

    public async Task StartAgentAsync()
    {
        _stop = new CancellationTokenSource();
        _client = CreateDeviceClient();
        _running = new DeviceAgent(_client, [new RebootPattern(Machine, Options)], time: _deviceTime).RunAsync(_stop.Token);
        await UntilReachableAsync();
    }

    /// <summary>Ends the program without giving it time to say anything, as a crash or a shutdown does.</summary>
    public async Task StopAgentAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        await _client!.DisposeAsync();
    }

    public Task<DirectMethodResult> InvokeAsync(string methodName, string payload) => Service.InvokeMethodAsync(
        DeviceId,
        new DirectMethodCall(methodName) { Payload = Json.Parse(payload), ResponseTimeout = TimeSpan.FromSeconds(10) },
        TestContext.Current.CancellationToken);

    public async Task<TwinSection> ReportedAsync() =>
        (await Service.GetTwinAsync(DeviceId, TestContext.Current.CancellationToken))!.Reported;

    public async Task<RebootStatus> UntilAsync(Func<RebootStatus, bool> condition)
    {
        while (true)
        {
            if (RebootContract.ReadReported(await ReportedAsync()) is { } status && condition(status))
            {
                return status;
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAgentIfRunningAsync();
        await Service.DisposeAsync();
        await _hub.DisposeAsync();
        _stop.Dispose();
    }

    private async Task StopAgentIfRunningAsync()
    {
        if (_client is not null)
        {
            await StopAgentAsync();
        }
    }

    private async Task UntilReachableAsync()
    {
        while (true)
        {
            try
            {
                var answer = await InvokeAsync(RebootContract.CSharpMethod, """{"evaluate":true}""");
                if (answer.Status == 200)
                {
                    return;
                }

                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
            catch (HubException exception) when (exception.Code == HubErrorCode.DeviceNotOnline)
            {
                await Task.WhenAny(_running, Task.Delay(5, TestContext.Current.CancellationToken));
                if (_running.IsFaulted)
                {
                    await _running;
                }
            }
        }
    }
}
