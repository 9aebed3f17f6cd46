using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.LocalHub.Runtime.Telemetry;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Answers the packets of a connected device.</summary>
internal sealed class MqttPacketHandler
{
    private readonly HubSession _session;
    private readonly MqttEndpoint _endpoint;
    private readonly TwinTopics _twin;
    private readonly MqttSubscriptions _subscriptions;
    private readonly MqttFaults _faults;
    private readonly MqttThrottle _throttle;
    private MqttWill? _will;

    /// <param name="session">The device's session.</param>
    /// <param name="request">How it connected.</param>
    /// <param name="endpoint">What all connections share.</param>
    /// <param name="outbox">The way to the device.</param>
    /// <param name="close">Ends the connection for a reason that is found out beside its reading.</param>
    public MqttPacketHandler(HubSession session, MqttConnectRequest request, MqttEndpoint endpoint, MqttOutbox outbox, Action<string> close)
    {
        (_session, _endpoint, _will) = (session, endpoint, request.Will);
        _faults = new MqttFaults(session, endpoint.Hub.Faults, outbox);
        _twin = new TwinTopics(session, !string.IsNullOrEmpty(request.UserName.ApiVersion), endpoint.Hub.Time, _faults);
        _subscriptions = new MqttSubscriptions(session, outbox);
        _throttle = new MqttThrottle(endpoint.Hub.Limits, close);
    }

    public HubIdentityId Id => _session.Id;

    /// <summary>Returns why the connection must end, or null.</summary>
    public ValueTask<string?> HandleAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        _session.Touch();
        return packet switch
        {
            MqttPublishPacket publish => HandlePublishAsync(publish, cancellationToken),
            MqttSubscribePacket subscribe => _subscriptions.SubscribeAsync(subscribe),
            MqttUnsubscribePacket unsubscribe => _subscriptions.UnsubscribeAsync(unsubscribe),
            MqttPingReqPacket => new(Ping()),
            MqttPubAckPacket acknowledgement => new(Complete(acknowledgement)),
            MqttDisconnectPacket => new(Disconnect()),
            MqttConnectPacket => new("it sent a second CONNECT"),
            _ => new($"it sent a packet that the hub does not know, {packet.GetType().Name}"),
        };
    }

    /// <summary>The connection has ended: the session ends too, and the will is due unless the device said goodbye.</summary>
    public void End(string reason)
    {
        _session.Close(reason);
        if (_will is not null)
        {
            AddTelemetry(_will.Properties, _will.Body);
        }
    }

    private ValueTask<string?> HandlePublishAsync(MqttPublishPacket publish, CancellationToken cancellationToken)
    {
        if (Check(publish) is { } fault)
        {
            return new(fault);
        }

        var isKnown = MqttTopic.TryParse(publish.Topic, out var topic);
        return _endpoint.Hub.Limits.IsOn && MeterOf(topic) is { } meter
            ? _throttle.ActAsync(
                meter,
                publish.Payload.Length,
                () => ActAsync(publish, topic, isKnown, cancellationToken),
                refusal => Refuse(publish, topic, refusal),
                cancellationToken)
            : ActAsync(publish, topic, isKnown, cancellationToken);
    }

    private async ValueTask<string?> ActAsync(MqttPublishPacket publish, MqttTopic? topic, bool isKnown, CancellationToken cancellationToken)
    {
        switch (topic)
        {
            case MqttTopic.MethodAnswer answer:
                _session.CompleteMethod(answer.RequestId, answer.Status, Body(publish));
                _throttle.ActInTurn(() => Acknowledge(publish));
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
                TakeTelemetry(telemetry, publish);
                return null;
            default:
                return $"it published to {(isKnown ? "a topic that is not its own" : "a topic that the hub does not have")}, '{LogText.Of(publish.Topic)}'";
        }
    }

    private static HubMeter? MeterOf(MqttTopic? topic) => topic switch
    {
        MqttTopic.Telemetry => HubMeter.DeviceToCloudSends,
        MqttTopic.TwinGet => HubMeter.TwinReads,
        MqttTopic.ReportedPatch => HubMeter.TwinUpdates,
        _ => null,
    };

    /// <summary>MQTT can tell a device of a refusal on the twin topics only; a message that is refused ends the connection.</summary>
    private string? Refuse(MqttPublishPacket publish, MqttTopic? topic, HubException refusal)
    {
        var requestId = (topic as MqttTopic.TwinGet)?.RequestId ?? (topic as MqttTopic.ReportedPatch)?.RequestId;
        if (requestId is null)
        {
            return $"the hub's tier refuses its message, {(int?)refusal.Code}: {refusal.Message}";
        }

        Acknowledge(publish);
        _twin.Refuse(requestId, refusal);
        return null;
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
        _endpoint.Telemetry.Add(new TelemetryMessage(Id, properties, body, _endpoint.Hub.Time.GetUtcNow()));

    private void TakeTelemetry(MqttTopic.Telemetry telemetry, MqttPublishPacket publish)
    {
        if (_faults.Meet(FaultOperation.Telemetry) is not { } fault)
        {
            return;
        }

        var properties = WithFlags(telemetry.Properties, publish);
        for (var arrival = 0; arrival < fault.Arrivals; arrival++)
        {
            AddTelemetry(properties, Body(publish));
        }

        Acknowledge(publish, fault);
    }

    private void Acknowledge(MqttPublishPacket publish, FaultDecision fault = default)
    {
        if (publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce)
        {
            _faults.Answer(fault, new MqttPubAckPacket { PacketIdentifier = publish.PacketIdentifier });
        }
    }

    private string? Complete(MqttPubAckPacket acknowledgement)
    {
        _session.CompleteMessage(acknowledgement.PacketIdentifier);
        return null;
    }

    private string? Ping()
    {
        if (_faults.Meet(FaultOperation.Ping) is { } fault)
        {
            _faults.Answer(fault, MqttPingRespPacket.Instance);
        }

        return null;
    }

    private string Disconnect()
    {
        _will = null;
        return "it said goodbye";
    }
}
