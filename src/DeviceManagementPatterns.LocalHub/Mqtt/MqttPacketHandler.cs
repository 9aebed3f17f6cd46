using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Answers the packets of a connected device.</summary>
internal sealed class MqttPacketHandler(HubSession session, MqttConnectRequest request, MqttEndpoint endpoint, MqttOutbox outbox)
{
    private readonly TwinTopics _twin = new(session, request.UserName.ApiVersion is not null, endpoint.Hub.Time, outbox);
    private readonly MqttSubscriptions _subscriptions = new(session, outbox);
    private bool _isWillDue = request.WillTopic is not null;

    private HubIdentityId Id => request.Id;

    /// <summary>Returns why the connection must end, or null.</summary>
    public ValueTask<string?> HandleAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        session.Touch();
        return packet switch
        {
            MqttPublishPacket publish => HandlePublishAsync(publish, cancellationToken),
            MqttSubscribePacket subscribe => new(_subscriptions.Subscribe(subscribe)),
            MqttUnsubscribePacket unsubscribe => new(_subscriptions.Unsubscribe(unsubscribe)),
            MqttPingReqPacket => new(Ping()),
            MqttPubAckPacket => new((string?)null),
            MqttDisconnectPacket => new(Disconnect()),
            MqttConnectPacket => new("it sent a second CONNECT"),
            _ => new($"it sent a packet that the hub does not know, {packet.GetType().Name}"),
        };
    }

    /// <summary>The connection has ended: the will is due unless the device said goodbye.</summary>
    public void End()
    {
        if (_isWillDue)
        {
            var properties = PropertyBag.Parse(request.WillTopic!.Properties.Format());
            properties.Add("iothub-MessageType", "Will");
            AddTelemetry(properties, request.Packet.WillMessage ?? []);
        }
    }

    private async ValueTask<string?> HandlePublishAsync(MqttPublishPacket publish, CancellationToken cancellationToken)
    {
        if (Check(publish) is { } fault)
        {
            return fault;
        }

        var isKnown = MqttTopic.TryParse(publish.Topic, out var topic);
        switch (topic)
        {
            case MqttTopic.MethodAnswer answer:
                session.CompleteMethod(answer.RequestId, answer.Status, Body(publish));
                Acknowledge(publish);
                return null;
            case MqttTopic.TwinGet get:
                Acknowledge(publish);
                _twin.Get(get);
                return null;
            case MqttTopic.ReportedPatch patch:
                Acknowledge(publish);
                await _twin.PatchAsync(patch, Body(publish), cancellationToken).ConfigureAwait(false);
                return null;
            case MqttTopic.Telemetry telemetry when telemetry.DeviceId == Id.DeviceId && telemetry.ModuleId == Id.ModuleId:
                AddTelemetry(WithFlags(telemetry.Properties, publish), Body(publish));
                Acknowledge(publish);
                return null;
            default:
                return $"it published to {(isKnown ? "a topic that is not its own" : "a topic that the hub does not have")}, '{LogText.Of(publish.Topic)}'";
        }
    }

    private static string? Check(MqttPublishPacket publish) => publish switch
    {
        { QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtLeastOnce } => "it published with QoS 2",
        { QualityOfServiceLevel: MqttQualityOfServiceLevel.AtLeastOnce, PacketIdentifier: 0 } => "it published with packet identifier 0",
        { Payload.Length: > MqttLimits.MaxPayloadLength } => "it published more than 256 KB",
        _ => null,
    };

    private static ReadOnlyMemory<byte> Body(MqttPublishPacket publish) =>
        publish.Payload.IsSingleSegment ? publish.Payload.First : System.Buffers.BuffersExtensions.ToArray(publish.Payload);

    private static PropertyBag WithFlags(PropertyBag properties, MqttPublishPacket publish)
    {
        if (publish.Retain)
        {
            properties.Add("mqtt-retain", "true");
        }

        if (publish.Dup)
        {
            properties.Add("mqtt-dup", "true");
        }

        return properties;
    }

    private void AddTelemetry(PropertyBag properties, ReadOnlyMemory<byte> body) =>
        endpoint.Telemetry.Add(new TelemetryMessage(Id, properties, body, endpoint.Hub.Time.GetUtcNow()));

    private void Acknowledge(MqttPublishPacket publish)
    {
        if (publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce)
        {
            outbox.Send(new MqttPubAckPacket { PacketIdentifier = publish.PacketIdentifier });
        }
    }

    private string? Ping()
    {
        outbox.Send(MqttPingRespPacket.Instance);
        return null;
    }

    private string Disconnect()
    {
        _isWillDue = false;
        return "it said goodbye";
    }
}
