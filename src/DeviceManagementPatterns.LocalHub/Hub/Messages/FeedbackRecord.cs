namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>What the hub tells the sender about a message's end.</summary>
/// <param name="Message">The message.</param>
/// <param name="GenerationId">The device's, so that one that was deleted and made again can be told apart.</param>
/// <param name="End">How it ended.</param>
/// <param name="EndTime">When.</param>
internal sealed record FeedbackRecord(CloudMessage Message, string GenerationId, MessageEnd End, DateTimeOffset EndTime)
{
    /// <summary>Counts the hub's records from 1; 0 before it is kept.</summary>
    public long Sequence { get; init; }

    public static bool IsWanted(MessageFeedback feedback, MessageEnd end) => feedback switch
    {
        MessageFeedback.Full => true,
        MessageFeedback.Positive => end == MessageEnd.Success,
        MessageFeedback.Negative => end != MessageEnd.Success,
        _ => false,
    };
}
