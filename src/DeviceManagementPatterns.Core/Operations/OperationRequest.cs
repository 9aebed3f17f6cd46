namespace DeviceManagementPatterns.Operations;

/// <summary>What every action's request carries, whatever the action: who asks, why, and when it may happen.</summary>
public record OperationRequest
{
    /// <summary>The caller's id of the operation, 1 to 128 characters; null in the tutorial's own requests, which have none.</summary>
    public string? OperationId { get; init; }

    /// <summary>When the caller asked.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Why, in words; shown in the twin.</summary>
    public string? Reason { get; init; }

    /// <summary>Who asks; shown in the log.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Not to be started before this time; null means at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Not to be started after this time; null means no limit.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>What the device does with a request that it may not carry out now. The default is to wait.</summary>
    public BlockedBehavior OnBlocked { get; init; }

    /// <summary>Whether the device is asked to pass over what blocks the action, where its policy lets it. The default is false.</summary>
    public bool Force { get; init; }

    /// <summary>A dry run: the device answers what it would do, and does nothing. The default is false.</summary>
    public bool Evaluate { get; init; }
}
