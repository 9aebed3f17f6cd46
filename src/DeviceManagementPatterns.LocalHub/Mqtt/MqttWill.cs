using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>What becomes telemetry if a device goes without saying goodbye.</summary>
internal sealed record MqttWill(PropertyBag Properties, ReadOnlyMemory<byte> Body)
{
    private const string MessageType = "iothub-MessageType";

    /// <summary>Reads the will of a CONNECT, null where it has none. Returns what is wrong with it, or null.</summary>
    public static string? Read(MqttConnectPacket packet, HubIdentityId id, out MqttWill? will)
    {
        will = null;
        if (!packet.WillFlag)
        {
            return null;
        }

        if (packet.WillQoS > MqttQualityOfServiceLevel.AtLeastOnce)
        {
            return "its will asks for QoS 2";
        }

        if (!MqttTopic.TryParse(packet.WillTopic, out var topic)
            || topic is not MqttTopic.Telemetry telemetry
            || telemetry.DeviceId != id.DeviceId
            || telemetry.ModuleId != id.ModuleId)
        {
            return "its will goes to a topic that is not its own telemetry";
        }

        telemetry.Properties.Add(MessageType, "Will");
        if (packet.WillRetain)
        {
            telemetry.Properties.Add("mqtt-retain", "true");
        }

        will = new MqttWill(telemetry.Properties, packet.WillMessage ?? []);
        return null;
    }
}
