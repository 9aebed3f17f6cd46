using System.Globalization;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>
/// A cloud-to-device message's properties as its topic carries them. The address is always among them: the C# SDK reads the topic's
/// fifth part and shuts the connection where there is none. It also insists on times in .NET's round-trip form, and Python's on a value.
/// </summary>
internal static class DeviceBoundBag
{
    public static PropertyBag Of(string deviceId, CloudToDeviceMessage message)
    {
        var bag = new PropertyBag();
        Add(PropertyBag.MessageId, message.MessageId);
        bag.Add(PropertyBag.To, new MqttTopic.DeviceBound(deviceId, PropertyBag.Empty).Address);
        Add(PropertyBag.CorrelationId, message.CorrelationId);
        Add(PropertyBag.UserId, message.UserId);
        Add(PropertyBag.ContentType, message.ContentType);
        Add(PropertyBag.ContentEncoding, message.ContentEncoding);
        Add(PropertyBag.CreationTime, TextOf(message.CreationTime));
        Add(PropertyBag.Expiry, TextOf(message.ExpiryTime));
        Add(PropertyBag.Ack, message.Feedback == MessageFeedback.None ? null : FeedbackWords.Of(message.Feedback));
        foreach (var (name, value) in message.Properties)
        {
            bag.Add(name, value);
        }

        return bag;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                bag.Add(name, value);
            }
        }
    }

    private static string? TextOf(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
