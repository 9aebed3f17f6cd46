namespace DeviceManagementPatterns.Reboot;

/// <summary>What moves a reboot from one phase to the next.</summary>
internal enum RebootSignal
{
    Accept,
    Reject,
    Start,
    Act,
    BootSeen,
    Verified,
    Cancel,
    Fault,
    DeadlinePassed,
}
