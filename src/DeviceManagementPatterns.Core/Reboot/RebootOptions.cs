namespace DeviceManagementPatterns.Reboot;

/// <summary>How a device reboots.</summary>
public sealed class RebootOptions
{
    /// <summary>
    /// How long the machine may take to go down after the handler was called. Where the program still runs then, in the same boot,
    /// the operation fails with <c>bootIdUnchanged</c>. 1 second to 1 day; the default is 10 minutes.
    /// </summary>
    public TimeSpan RebootTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Only pretends to reboot, for this long, in place of the operating system's own reboot: for development. Null, the default,
    /// reboots for real. 0 seconds to 1 hour. In configuration: <c>DeviceManagement:Reboot:SimulateFor</c>.
    /// A handler of the program's own is not concerned.
    /// </summary>
    public TimeSpan? SimulateFor { get; set; }

    /// <summary>
    /// How long the device tries to tell the hub that it is about to reboot, before it reboots all the same.
    /// 1 second to 1 hour; the default is 1 minute.
    /// </summary>
    public TimeSpan ReportTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
