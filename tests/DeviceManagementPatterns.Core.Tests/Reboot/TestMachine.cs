using DeviceManagementPatterns.Reboot;

namespace DeviceManagementPatterns.Tests.Reboot;

/// <summary>A machine under the test's control: it comes back when the test says so, or never, or breaks.</summary>
internal sealed class TestMachine : IRebootHandler
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _boot = 1;
    private int _calls;

    /// <summary>What the handler does when it is entered; the default boots at once.</summary>
    public Func<TestMachine, CancellationToken, Task> OnReboot { get; set; } = (machine, _) =>
    {
        machine.Boot();
        return Task.CompletedTask;
    };

    public int Calls => Volatile.Read(ref _calls);

    public Task Entered => _entered.Task;

    public string BootId => $"boot-{Volatile.Read(ref _boot)}";

    public RebootContext? LastContext { get; private set; }

    public void Boot() => Interlocked.Increment(ref _boot);

    public Task RebootAsync(RebootContext context, CancellationToken cancellationToken)
    {
        LastContext = context;
        Interlocked.Increment(ref _calls);
        _entered.TrySetResult();
        return OnReboot(this, cancellationToken);
    }

    public ValueTask<string> GetBootIdAsync(CancellationToken cancellationToken) => ValueTask.FromResult(BootId);
}
