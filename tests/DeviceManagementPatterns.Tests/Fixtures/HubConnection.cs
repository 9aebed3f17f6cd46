using System.Buffers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using DeviceManagementPatterns.Mqtt;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.Tests.Fixtures;

/// <summary>One device's connection as the scripted hub sees it.</summary>
internal sealed class HubConnection(ScriptedMqttHub hub, TcpClient client, MqttPacketStream packets, MqttConnectPacket connect)
{
    private readonly Channel<string> _seen = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _ended = new();

    public MqttConnectPacket Connect => connect;

    /// <summary>Ends when the connection has ended, by whomever.</summary>
    public Task Ended => _ended.Task;

    /// <summary>
    /// The next thing that the device sent, in words: <c>subscribe FILTER</c>, <c>TOPIC qos Q BODY</c>, <c>ping</c>, <c>disconnect</c>.
    /// </summary>
    public async Task<string> SeenAsync(string start, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = await _seen.Reader.ReadAsync(cancellationToken);
            if (seen.StartsWith(start, StringComparison.Ordinal))
            {
                return seen;
            }
        }
    }

    /// <summary>Everything that the device has sent and that was not taken out yet.</summary>
    public IReadOnlyList<string> SeenSoFar()
    {
        List<string> all = [];
        while (_seen.Reader.TryRead(out var seen))
        {
            all.Add(seen);
        }

        return all;
    }

    public Task SendAsync(string topic, string body, bool isRedelivery = false, ushort packetId = 0) => packets.WriteAsync(new MqttPublishPacket
    {
        Topic = topic,
        Payload = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)),
        Dup = isRedelivery,
        PacketIdentifier = packetId,
        QualityOfServiceLevel = packetId == 0 ? MqttQualityOfServiceLevel.AtMostOnce : MqttQualityOfServiceLevel.AtLeastOnce,
    });

    public Task SendQoS2Async(string topic) => packets.WriteAsync(new MqttPublishPacket
    {
        Topic = topic,
        PacketIdentifier = 1,
        QualityOfServiceLevel = MqttQualityOfServiceLevel.ExactlyOnce,
    });

    public Task CallAsync(string method, string requestId, string body, bool isRedelivery = false) =>
        SendAsync($"$iothub/methods/POST/{method}/?$rid={requestId}", body, isRedelivery, isRedelivery ? (ushort)1 : (ushort)0);

    public Task AcknowledgeAsync(ushort packetId) => packets.WriteAsync(new MqttPubAckPacket { PacketIdentifier = packetId });

    /// <summary>Pulls the plug.</summary>
    public void Cut() => client.Client.Close(0);

    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await packets.ReadAsync(cancellationToken) is { } packet)
            {
                await HandleAsync(packet);
                if (packet is MqttDisconnectPacket)
                {
                    return;
                }
            }
        }
        finally
        {
            _seen.Writer.TryComplete();
            _ended.TrySetResult();
        }
    }

    private async Task HandleAsync(MqttPacket packet)
    {
        switch (packet)
        {
            case MqttSubscribePacket subscribe:
                var filter = subscribe.TopicFilters.Single();
                await packets.WriteAsync(new MqttSubAckPacket { PacketIdentifier = subscribe.PacketIdentifier, ReasonCodes = [MqttSubscribeReasonCode.GrantedQoS0] });
                _seen.Writer.TryWrite($"subscribe {filter.Topic}");
                break;
            case MqttPublishPacket publish:
                _seen.Writer.TryWrite($"{publish.Topic} qos {(int)publish.QualityOfServiceLevel} {Encoding.UTF8.GetString(publish.Payload)}".TrimEnd());
                if (publish.PacketIdentifier != 0 && hub.Manners.AcknowledgesPublishes)
                {
                    await AcknowledgeAsync(publish.PacketIdentifier);
                }

                await AnswerTwinAsync(publish);
                break;
            case MqttPingReqPacket:
                _seen.Writer.TryWrite("ping");
                if (hub.Manners.AnswersPings)
                {
                    await packets.WriteAsync(MqttPingRespPacket.Instance);
                }

                break;
            case MqttPubAckPacket ack:
                _seen.Writer.TryWrite($"puback {ack.PacketIdentifier}");
                break;
            case MqttDisconnectPacket:
                _seen.Writer.TryWrite("disconnect");
                break;
        }
    }

    private async Task AnswerTwinAsync(MqttPublishPacket publish)
    {
        if (!MqttTopic.TryParse(publish.Topic, out var topic))
        {
            return;
        }

        switch (topic)
        {
            case MqttTopic.TwinGet or MqttTopic.ReportedPatch when hub.Manners.TwinRefusal is { } refusal:
                var requestId = topic is MqttTopic.TwinGet read ? read.RequestId : ((MqttTopic.ReportedPatch)topic).RequestId;
                await SendAsync(new MqttTopic.TwinAnswer(refusal.Status, requestId).Format(), refusal.Body);
                break;
            case MqttTopic.TwinGet get when hub.Manners.AnswersTwinReads:
                await SendAsync(new MqttTopic.TwinAnswer(200, get.RequestId).Format(), hub.Twin);
                break;
            case MqttTopic.ReportedPatch patch when hub.Manners.AnswersReportedPatches:
                var twin = JsonNode.Parse(hub.Twin)!;
                var version = twin["reported"]!["$version"]!.GetValue<long>() + 1;
                twin["reported"]!["$version"] = version;
                hub.Twin = twin.ToJsonString();
                await SendAsync(new MqttTopic.TwinAnswer(204, patch.RequestId, version).Format(), "");
                break;
        }
    }
}
