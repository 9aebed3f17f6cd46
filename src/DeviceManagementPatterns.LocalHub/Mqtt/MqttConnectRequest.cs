using System.Diagnostics.CodeAnalysis;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>A CONNECT that is well formed: who wants to connect, and how. Whether it may is not decided here.</summary>
internal sealed record MqttConnectRequest(HubIdentityId Id, MqttUserName UserName, MqttConnectPacket Packet)
{
    /// <summary>The will as telemetry; null where there is none.</summary>
    public MqttTopic.Telemetry? WillTopic { get; private init; }

    public static bool TryRead(
        MqttConnectPacket packet,
        [NotNullWhen(true)] out MqttConnectRequest? request,
        out MqttConnectReturnCode refusal,
        [NotNullWhen(false)] out string? fault)
    {
        request = null;
        refusal = MqttConnectReturnCode.ConnectionRefusedNotAuthorized;
        fault = null;
        if (string.IsNullOrEmpty(packet.ClientId))
        {
            refusal = MqttConnectReturnCode.ConnectionRefusedIdentifierRejected;
            fault = "its client id is empty; it must be the device id";
        }
        else if (!MqttUserName.TryParse(packet.Username, out var userName))
        {
            fault = "its user name is not of the form '{host}/{deviceId}/?api-version=…'";
        }
        else if (userName.ClientId != packet.ClientId)
        {
            fault = $"its user name names '{LogText.Of(userName.ClientId)}' and its client id '{LogText.Of(packet.ClientId)}'; they must be the same";
        }
        else
        {
            request = new MqttConnectRequest(new HubIdentityId(userName.DeviceId, userName.ModuleId), userName, packet);
            fault = request.CheckWill(out var will);
            request = fault is null ? request with { WillTopic = will } : null;
        }

        return request is not null;
    }

    private string? CheckWill(out MqttTopic.Telemetry? will)
    {
        will = null;
        if (!Packet.WillFlag)
        {
            return null;
        }

        if (Packet.WillQoS > MqttQualityOfServiceLevel.AtLeastOnce)
        {
            return "its will asks for QoS 2";
        }

        will = MqttTopic.TryParse(Packet.WillTopic, out var topic) ? topic as MqttTopic.Telemetry : null;
        return will?.DeviceId == Id.DeviceId && will.ModuleId == Id.ModuleId ? null : "its will goes to a topic that is not its own telemetry";
    }
}
