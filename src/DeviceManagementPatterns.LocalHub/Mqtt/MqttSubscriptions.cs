using MQTTnet.Packets;
using MQTTnet.Protocol;
using MqttTopicFilter = DeviceManagementPatterns.Wire.MqttTopicFilter;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Answers SUBSCRIBE and UNSUBSCRIBE. A hub has few filters, and ends the connection that asks for any other.</summary>
internal sealed class MqttSubscriptions(HubSession session, MqttOutbox outbox)
{
    /// <summary>Returns why the connection must end, or null.</summary>
    public async ValueTask<string?> SubscribeAsync(MqttSubscribePacket packet)
    {
        if (packet.PacketIdentifier == 0 || packet.TopicFilters is not { Count: > 0 } asked)
        {
            return "it sent a SUBSCRIBE without an identifier or without topic filters";
        }

        var filters = new List<MqttTopicFilter>(asked.Count);
        foreach (var filter in asked)
        {
            if (filter.QualityOfServiceLevel > MqttQualityOfServiceLevel.ExactlyOnce
                || !MqttTopicFilter.TryParse(filter.Topic, out var parsed)
                || !IsOwn(parsed))
            {
                return $"it subscribed to '{LogText.Of(filter.Topic)}', which the hub does not offer to it";
            }

            filters.Add(parsed);
        }

        // Nothing may overtake the SUBACK, and nothing may be missed after it.
        outbox.Hold();
        outbox.Send(new MqttSubAckPacket { PacketIdentifier = packet.PacketIdentifier, ReasonCodes = [.. asked.Select(Granted)] });
        for (var i = 0; i < filters.Count; i++)
        {
            Set(filters[i], true, asked[i].QualityOfServiceLevel);
        }

        if (await FaultOfWritingAsync().ConfigureAwait(false) is { } fault)
        {
            return fault;
        }

        outbox.Release();
        return null;
    }

    public async ValueTask<string?> UnsubscribeAsync(MqttUnsubscribePacket packet)
    {
        if (packet.PacketIdentifier == 0 || packet.TopicFilters is not { Count: > 0 } filters)
        {
            return "it sent an UNSUBSCRIBE without an identifier or without topic filters";
        }

        foreach (var text in filters)
        {
            if (MqttTopicFilter.TryParse(text, out var filter) && IsOwn(filter))
            {
                Set(filter, false, MqttQualityOfServiceLevel.AtMostOnce);
            }
        }

        if (await FaultOfWritingAsync().ConfigureAwait(false) is { } fault)
        {
            return fault;
        }

        outbox.Send(new MqttUnsubAckPacket { PacketIdentifier = packet.PacketIdentifier });
        return null;
    }

    /// <summary>Nothing is acknowledged that a restart could lose.</summary>
    private async ValueTask<string?> FaultOfWritingAsync()
    {
        try
        {
            await session.SubscriptionsWritten.ConfigureAwait(false);
            return null;
        }
        catch (HubException e)
        {
            return $"its subscriptions cannot be kept: {e.Message}";
        }
    }

    private static MqttSubscribeReasonCode Granted(MQTTnet.Packets.MqttTopicFilter filter) =>
        filter.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce
            ? MqttSubscribeReasonCode.GrantedQoS0
            : MqttSubscribeReasonCode.GrantedQoS1;

    private bool IsOwn(MqttTopicFilter filter) => filter switch
    {
        MqttTopicFilter.DeviceBound own => !session.Id.IsModule && own.DeviceId == session.Id.DeviceId,
        MqttTopicFilter.ModuleInputs own => own.DeviceId == session.Id.DeviceId && own.ModuleId == session.Id.ModuleId,
        _ => true,
    };

    private void Set(MqttTopicFilter filter, bool subscribed, MqttQualityOfServiceLevel qos)
    {
        switch (filter)
        {
            case MqttTopicFilter.Methods:
                session.SubscribeMethods(subscribed);
                break;
            case MqttTopicFilter.TwinAnswers:
                session.SubscribeTwinResponses(subscribed);
                break;
            case MqttTopicFilter.DesiredPatches:
                session.SubscribeDesired(subscribed);
                break;
            case MqttTopicFilter.DeviceBound:
                session.SubscribeMessages(subscribed, acknowledged: qos != MqttQualityOfServiceLevel.AtMostOnce);
                break;
        }
    }
}
