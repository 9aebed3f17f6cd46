namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>The words of <c>iothub-ack</c>, both ways.</summary>
internal static class FeedbackWords
{
    public static string Of(MessageFeedback feedback) => feedback switch
    {
        MessageFeedback.Positive => "positive",
        MessageFeedback.Negative => "negative",
        MessageFeedback.Full => "full",
        _ => "none",
    };

    /// <exception cref="HubException">400004.</exception>
    public static MessageFeedback Read(string word) => word switch
    {
        "none" => MessageFeedback.None,
        "positive" => MessageFeedback.Positive,
        "negative" => MessageFeedback.Negative,
        "full" => MessageFeedback.Full,
        _ => throw new HubException(HubErrorCode.ArgumentInvalid, $"ack is '{LogText.Of(word)}'; it must be none, positive, negative or full."),
    };
}
