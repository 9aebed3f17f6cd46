namespace DeviceManagementPatterns.Reboot;

/// <summary>Where a reboot is. The order is that of a reboot that goes well; the last four end one that does not.</summary>
public enum RebootPhase
{
    /// <summary>None was asked for.</summary>
    Idle,

    /// <summary>Accepted, and not to be started yet.</summary>
    Waiting,

    /// <summary>About to start; can still be cancelled.</summary>
    Preparing,

    /// <summary>Past the point of no return: the machine is going down or coming up.</summary>
    Rebooting,

    /// <summary>A new boot was seen and is being checked.</summary>
    Verifying,

    /// <summary>The machine has rebooted, which the changed boot identity proves.</summary>
    Completed,

    /// <summary>Refused before anything was done.</summary>
    Rejected,

    /// <summary>Cancelled before anything was done.</summary>
    Cancelled,

    /// <summary>It did not succeed; the error says why.</summary>
    Failed,

    /// <summary>The deadline passed before it could start.</summary>
    TimedOut,
}
