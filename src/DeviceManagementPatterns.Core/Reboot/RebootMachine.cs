namespace DeviceManagementPatterns.Reboot;

/// <summary>The reboot's state machine.</summary>
internal static class RebootMachine
{
    /// <summary>The next phase; null where the signal has no place in this phase.</summary>
    public static RebootPhase? Next(RebootPhase phase, RebootSignal signal) => (phase, signal) switch
    {
        (RebootPhase.Idle, RebootSignal.Accept) => RebootPhase.Waiting,
        (RebootPhase.Idle or RebootPhase.Waiting, RebootSignal.Reject) => RebootPhase.Rejected,
        (RebootPhase.Waiting, RebootSignal.Start) => RebootPhase.Preparing,
        (RebootPhase.Waiting, RebootSignal.DeadlinePassed) => RebootPhase.TimedOut,
        (RebootPhase.Preparing, RebootSignal.Act) => RebootPhase.Rebooting,
        (RebootPhase.Waiting or RebootPhase.Preparing, RebootSignal.Cancel) => RebootPhase.Cancelled,
        (RebootPhase.Rebooting, RebootSignal.BootSeen) => RebootPhase.Verifying,
        (RebootPhase.Verifying, RebootSignal.Verified) => RebootPhase.Completed,
        (RebootPhase.Waiting or RebootPhase.Preparing or RebootPhase.Rebooting or RebootPhase.Verifying, RebootSignal.Fault) =>
            RebootPhase.Failed,
        _ => null,
    };

    public static bool IsTerminal(RebootPhase phase) => phase >= RebootPhase.Completed;
}
