using DeviceManagementPatterns.Diagnostics;
using DeviceManagementPatterns.Platform;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Reboot;

/// <summary>Chooses the handler for the machine that the program runs on.</summary>
internal static class MachineReboot
{
    public static IRebootHandler Choose(RebootOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        if (options.SimulateFor is { } duration)
        {
            loggers.CreateLogger("DeviceManagementPatterns.Device").RebootsAreSimulated(duration);
            return new SimulatedRebootHandler(duration, time);
        }

        return OperatingSystem.IsLinux()
            ? new LinuxRebootHandler()
            : throw new PlatformNotSupportedException(
                "No reboot handler is known for this operating system. Write an IRebootHandler and call AddReboot<T>(), "
                + $"or set {RebootConfiguration.SimulateFor} to only pretend.");
    }
}
