using System.Buffers;
using DeviceManagementPatterns.LocalHub.Hub.Messages;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>
/// What the hub publishes. Always at QoS 0, even where QoS 1 was granted, but for cloud-to-device messages: the C# SDK checks the order of
/// acknowledgements and drops the link (seen with version 1.42).
/// </summary>
internal static class MqttMessages
{
    public static MqttPublishPacket To(MqttTopic topic, ReadOnlyMemory<byte> body) =>
        new() { Topic = topic.Format(), Payload = new ReadOnlySequence<byte>(body) };

    /// <summary>At QoS 1 where there is a delivery to acknowledge.</summary>
    public static MqttPublishPacket Of(CloudMessage message, ushort deliveryId, bool isRepeated)
    {
        var publish = To(new MqttTopic.DeviceBound(message.DeviceId, DeviceBoundBag.Of(message.DeviceId, message.Content)), message.Content.Body);
        if (deliveryId != 0)
        {
            publish.QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce;
            publish.PacketIdentifier = deliveryId;
            publish.Dup = isRepeated;
        }

        return publish;
    }
}
