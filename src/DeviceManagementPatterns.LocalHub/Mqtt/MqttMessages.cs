using System.Buffers;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>
/// What the hub publishes. Always at QoS 0, even where QoS 1 was granted: the C# SDK checks the order of acknowledgements and drops the link
/// (seen with version 1.42).
/// </summary>
internal static class MqttMessages
{
    public static MqttPublishPacket To(MqttTopic topic, ReadOnlyMemory<byte> body) =>
        new() { Topic = topic.Format(), Payload = new ReadOnlySequence<byte>(body) };
}
