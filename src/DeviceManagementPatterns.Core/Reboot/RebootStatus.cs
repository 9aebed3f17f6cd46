using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Reboot;

/// <summary>What a device has reported about a reboot under <c>iothubDM.reboot</c>.</summary>
public sealed record RebootStatus
{
    /// <summary>Where the reboot is.</summary>
    public RebootPhase Phase { get; init; }

    /// <summary>The operation that the rest is about; null for a request of the tutorial's, which has no id.</summary>
    public string? OperationId { get; init; }

    /// <summary>When the device accepted the request, by its clock.</summary>
    public DateTimeOffset? RequestedTime { get; init; }

    /// <summary>When the device began to act.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When the operation ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>
    /// When the device last came back from a reboot: <c>iothubDM.reboot.lastReboot</c>, or the tutorial's flat <c>rebootTime</c>.
    /// Our devices write it only after a new boot identity was seen.
    /// </summary>
    public DateTimeOffset? RebootTime { get; init; }

    /// <summary>The identity of the boot that the device reported in.</summary>
    public string? BootId { get; init; }

    /// <summary>The identity of the boot in which the reboot was asked for.</summary>
    public string? PreviousBootId { get; init; }

    /// <summary>Why it was asked for, in the caller's words.</summary>
    public string? Reason { get; init; }

    /// <summary>What keeps it waiting; null where nothing does.</summary>
    public string? BlockedBy { get; init; }

    /// <summary>Why it did not succeed; null where it did or may still.</summary>
    public OperationError? Error { get; init; }

    /// <summary>True once the phase will not change any more.</summary>
    public bool IsFinished => RebootMachine.IsTerminal(Phase);
}
