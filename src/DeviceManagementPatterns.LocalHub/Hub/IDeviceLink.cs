using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>
/// What a session's link can be sent. The hub calls it from any thread, in order; it must return at once, so it queues. What is
/// sent after the link has ended is dropped in silence. The memory handed over never changes.
/// </summary>
internal interface IDeviceLink
{
    /// <summary>
    /// The hub takes the connection: the first call, made before <see cref="HubRuntime.OpenSession"/> returns. Over MQTT this is the
    /// CONNACK, so nothing that a kept subscription lets through can overtake it.
    /// </summary>
    /// <param name="sessionPresent">True where subscriptions of an earlier connection live on.</param>
    void Accept(bool sessionPresent);

    /// <param name="requestId">Goes back unchanged to <see cref="HubSession.CompleteMethod"/>.</param>
    /// <param name="methodName">The method's name.</param>
    /// <param name="payload">JSON text, or empty where the caller gave no payload at all.</param>
    void DeliverMethod(string requestId, string methodName, ReadOnlyMemory<byte> payload);

    /// <param name="version">The desired section's version after the change.</param>
    /// <param name="patch">The whole message body, <c>$version</c> included.</param>
    void DeliverDesired(long version, ReadOnlyMemory<byte> patch);

    /// <param name="message">What is delivered.</param>
    /// <param name="deliveryId">Goes back to <see cref="HubSession.CompleteMessage"/>; 0 where no acknowledgement is wanted.</param>
    /// <param name="isRepeated">True where it was delivered before.</param>
    void DeliverMessage(CloudMessage message, ushort deliveryId, bool isRepeated);

    /// <summary>The hub ends the session; the session is closed already when this is called.</summary>
    void Close(string reason);
}
