using System.Globalization;
using System.Text;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>What a cloud-to-device message may be.</summary>
internal static class MessageRules
{
    /// <summary>Takes a message out of its sender's hands.</summary>
    /// <exception cref="HubException">413001 or 400004; the message names the rule.</exception>
    public static CloudToDeviceMessage Take(string deviceId, CloudToDeviceMessage message, string newMessageId)
    {
        if (message.MessageId is { } id && !EntityId.IsValid(id))
        {
            throw Invalid($"The message id '{LogText.Of(id)}' is not allowed: it must be {EntityId.Rule}.");
        }

        if (message.Properties.Keys.FirstOrDefault(name => name.Length == 0 || PropertyBag.IsSystem(name)) is { } name)
        {
            throw Invalid($"The property '{LogText.Of(name)}' is not allowed: its name is empty, or the hub's own.");
        }

        var taken = message with
        {
            MessageId = message.MessageId ?? newMessageId,
            Body = message.Body.ToArray(),
            Properties = new Dictionary<string, string>(message.Properties, StringComparer.Ordinal),
        };
        CheckSize(deviceId, taken);
        return taken;
    }

    /// <summary>When a message that is taken now expires.</summary>
    /// <exception cref="HubException">400004.</exception>
    public static DateTimeOffset ExpiryOf(CloudToDeviceMessage message, DateTimeOffset now)
    {
        var expires = message.ExpiryTime ?? now + MessageLimits.DefaultTimeToLive;
        return expires > now && expires <= now + MessageLimits.MaxTimeToLive
            ? expires
            : throw Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"The expiry time {expires.UtcDateTime:O} must be later than the hub's time, {now.UtcDateTime:O}, and at most 2 days ahead."));
    }

    private static void CheckSize(string deviceId, CloudToDeviceMessage message)
    {
        var bag = DeviceBoundBag.Of(deviceId, message);
        var bytes = message.Body.Length + bag.Where(item => !IsHubsOwn(item.Key)).Sum(item => SizeOf(item.Key) + SizeOf(item.Value ?? ""));
        if (bytes > MessageLimits.MaxBytes)
        {
            throw TooLarge($"The message to '{deviceId}' has {bytes} bytes with its properties; at most {MessageLimits.MaxBytes} are allowed.");
        }

        var topic = SizeOf(new MqttTopic.DeviceBound(deviceId, bag).Format());
        if (topic > MessageLimits.MaxTopicBytes)
        {
            throw TooLarge(
                $"The properties of the message to '{deviceId}' take {topic} bytes in an MQTT topic; at most {MessageLimits.MaxTopicBytes} fit.");
        }
    }

    /// <summary>The address and the id, which the hub adds, take nothing away from the sender.</summary>
    private static bool IsHubsOwn(string name) => name is PropertyBag.To or PropertyBag.MessageId;

    private static int SizeOf(string text) => Encoding.UTF8.GetByteCount(text);

    private static HubException TooLarge(string message) => new(HubErrorCode.MessageTooLarge, message);

    private static HubException Invalid(string message) => new(HubErrorCode.ArgumentInvalid, message);
}
