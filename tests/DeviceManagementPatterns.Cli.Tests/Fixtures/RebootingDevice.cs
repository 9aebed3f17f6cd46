using DeviceManagementPatterns.Hosting;
using DeviceManagementPatterns.Reboot;

namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary>A device with our own agent, on a machine that pretends to boot, or is broken.</summary>
internal sealed class RebootingDevice : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IDeviceClient _client;
    private readonly SimulatedRebootHandler _machine = new(TimeSpan.FromMilliseconds(1));
    private readonly Task _running;

    public RebootingDevice(IDeviceClient client, bool isBroken = false)
    {
        _client = client;
        IRebootHandler handler = isBroken ? new BrokenMachine() : _machine;
        _running = new DeviceAgent(client, [new RebootPattern(handler)]).RunAsync(_stop.Token);
    }

    public int Boots => _machine.Boots;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private sealed class BrokenMachine : IRebootHandler
    {
        public Task RebootAsync(RebootContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The power switch is stuck.");

        public ValueTask<string> GetBootIdAsync(CancellationToken cancellationToken) => ValueTask.FromResult("always the same");
    }
}
