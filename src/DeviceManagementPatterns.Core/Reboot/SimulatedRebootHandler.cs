namespace DeviceManagementPatterns.Reboot;

/// <summary>A machine that only pretends: it is away for a while and comes back with another boot identity. For development and tests.</summary>
/// <param name="duration">How long a reboot takes; null takes 2 seconds.</param>
/// <param name="time">The clock; null takes the system's.</param>
public sealed class SimulatedRebootHandler(TimeSpan? duration = null, TimeProvider? time = null) : IRebootHandler
{
    private readonly string _machine = Guid.CreateVersion7().ToString("N");
    private int _boots = 1;

    /// <summary>How often the machine was booted, the first start included.</summary>
    public int Boots => Volatile.Read(ref _boots);

    /// <inheritdoc />
    public async Task RebootAsync(RebootContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(duration ?? TimeSpan.FromSeconds(2), time ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _boots);
    }

    /// <summary>The simulated machine's identity and the number of its boot; it starts anew with the program.</summary>
    /// <param name="cancellationToken">Not needed: nothing is read.</param>
    public ValueTask<string> GetBootIdAsync(CancellationToken cancellationToken) => ValueTask.FromResult($"{_machine}-{Boots}");
}
