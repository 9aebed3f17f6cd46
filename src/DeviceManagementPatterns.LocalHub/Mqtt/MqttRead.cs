using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>What came next on a connection: a packet, or why there are no more.</summary>
internal readonly record struct MqttRead(MqttPacket? Packet, string? End)
{
    /// <summary>A CONNECT of another protocol or version, which is told so before the connection ends.</summary>
    public bool IsForeignProtocol { get; init; }
}
