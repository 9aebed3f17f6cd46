namespace DeviceManagementPatterns;

/// <summary>What is known about a reply when acting may begin.</summary>
public enum ReplyOutcome
{
    /// <summary>The hub has read the reply: a twin read that was sent after it on the same connection was answered.</summary>
    HandedOver,

    /// <summary>The connection ended before that was certain; the caller may or may not have the reply.</summary>
    Unknown,
}
