using DeviceManagementPatterns.Reboot;

namespace Tutorial.Device;

/// <summary>A simulated reboot that prints the tutorial's lines.</summary>
internal sealed class PrintedReboot(TimeSpan duration) : IRebootHandler
{
    private readonly SimulatedRebootHandler _machine = new(duration);

    public async Task RebootAsync(RebootContext context, CancellationToken cancellationToken)
    {
        Console.WriteLine("Rebooting device");
        await _machine.RebootAsync(context, cancellationToken);
        Console.WriteLine("Device rebooted");
    }

    public ValueTask<string> GetBootIdAsync(CancellationToken cancellationToken) => _machine.GetBootIdAsync(cancellationToken);
}
