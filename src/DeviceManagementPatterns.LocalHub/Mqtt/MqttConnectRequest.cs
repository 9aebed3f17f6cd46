using System.Diagnostics.CodeAnalysis;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>A CONNECT that is well formed: who wants to connect, and how. Whether it may is not decided here.</summary>
internal sealed record MqttConnectRequest(HubIdentityId Id, MqttUserName UserName, MqttWill? Will)
{
    public static bool TryRead(
        MqttConnectPacket packet,
        [NotNullWhen(true)] out MqttConnectRequest? request,
        out MqttConnectReturnCode refusal,
        [NotNullWhen(false)] out string? fault)
    {
        request = null;
        refusal = MqttConnectReturnCode.ConnectionRefusedNotAuthorized;
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
        else if (!userName.IsApiVersionKnown)
        {
            fault = $"its user name asks for api-version '{LogText.Of(userName.ApiVersion)}'; the hub knows dates from 2016-11-14 on";
        }
        else
        {
            var id = new HubIdentityId(userName.DeviceId, userName.ModuleId);
            fault = MqttWill.Read(packet, id, out var will);
            request = fault is null ? new MqttConnectRequest(id, userName, will) : null;
        }

        return request is not null;
    }
}
