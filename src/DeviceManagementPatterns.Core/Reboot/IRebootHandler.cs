using DeviceManagementPatterns.Platform;

namespace DeviceManagementPatterns.Reboot;

/// <summary>Reboots the machine. The engine has decided and answered before; the handler only acts.</summary>
public interface IRebootHandler
{
    /// <summary>
    /// Reboots. It is called after the reply has left the device. A handler for a real machine returns once the shutdown is under
    /// way, or never; a simulation returns when its machine is back.
    /// </summary>
    /// <param name="context">What was asked for, and by whom.</param>
    /// <param name="cancellationToken">Ends when the program is stopping, as it does when the machine goes down.</param>
    /// <exception cref="Exception">Any exception makes the operation <c>failed</c> with its message.</exception>
    Task RebootAsync(RebootContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the identity of the machine's current boot: a text that changes with each boot and only then. A reboot counts as
    /// done once it has changed. The default is the operating system's own: <c>/proc/sys/kernel/random/boot_id</c> on Linux.
    /// </summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="PlatformNotSupportedException">This operating system has none that is known; implement this method.</exception>
    ValueTask<string> GetBootIdAsync(CancellationToken cancellationToken) => BootIdentity.ReadAsync(cancellationToken);
}
