using System.ComponentModel;
using System.Diagnostics;
using DeviceManagementPatterns.Reboot;

namespace DeviceManagementPatterns.Platform;

/// <summary>Reboots a Linux machine in an orderly way, by <c>systemctl reboot</c>, or <c>reboot</c> where systemd does not run.</summary>
internal sealed class LinuxRebootHandler : IRebootHandler
{
    private static readonly string[][] Commands = [["systemctl", "reboot"], ["reboot"]];

    public async Task RebootAsync(RebootContext context, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var command in Commands)
        {
            if (await TryRunAsync(command, cancellationToken).ConfigureAwait(false) is not { } problem)
            {
                return;
            }

            problems.Add(problem);
        }

        throw new InvalidOperationException(
            $"No way to reboot worked: {string.Join("; ", problems)}. Run the program as root, or grant it org.freedesktop.login1.reboot.");
    }

    private static async Task<string?> TryRunAsync(string[] command, CancellationToken cancellationToken)
    {
        var text = string.Join(' ', command);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            var error = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? null : $"'{text}' ended with {process.ExitCode} {error.Trim()}";
        }
        catch (Win32Exception exception)
        {
            return $"'{text}' cannot be started: {exception.Message}";
        }
    }
}
