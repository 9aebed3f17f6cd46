namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>A cloud-to-device message as the hub has taken it. It never changes.</summary>
/// <param name="Sequence">Grows with each message that is taken: the order of the queue.</param>
/// <param name="DeviceId">For whom it is.</param>
/// <param name="Content">What was sent, out of the sender's reach; its id is always there.</param>
/// <param name="EnqueuedTime">When it was taken.</param>
/// <param name="ExpiryTime">Until when it is kept.</param>
internal sealed record CloudMessage(
    long Sequence, string DeviceId, CloudToDeviceMessage Content, DateTimeOffset EnqueuedTime, DateTimeOffset ExpiryTime)
{
    public string MessageId => Content.MessageId!;
}
