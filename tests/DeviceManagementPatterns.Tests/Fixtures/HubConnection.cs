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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
            var seen = await _seen.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
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
                var answer = TwinAnswerTo(publish);
                _seen.Writer.TryWrite(
                    $"{publish.Topic} qos {(int)publish.QualityOfServiceLevel} {Encoding.UTF8.GetString(publish.Payload)}".TrimEnd());
                if (publish.PacketIdentifier != 0 && hub.Manners.AcknowledgesPublishes)
                {
                    await AcknowledgeAsync(publish.PacketIdentifier);
                }

                if (answer is { } twin)
                {
                    await SendAsync(twin.Topic.Format(), twin.Body);
                }

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

    /// <summary>Decided before the test learns of the request, so that what the test changes then is for the next one.</summary>
    private (MqttTopic Topic, string Body)? TwinAnswerTo(MqttPublishPacket publish)
    {
        var manners = hub.Manners;
        return (MqttTopic.TryParse(publish.Topic, out var topic), topic) switch
        {
            (true, MqttTopic.TwinGet get) when manners.TwinRefusal is { } refusal => (
                new MqttTopic.TwinAnswer(refusal.Status, get.RequestId), refusal.Body),
            (true, MqttTopic.ReportedPatch patch) when manners.TwinRefusal is { } refusal => (
                new MqttTopic.TwinAnswer(refusal.Status, patch.RequestId), refusal.Body),
            (true, MqttTopic.TwinGet get) when manners.AnswersTwinReads => (new MqttTopic.TwinAnswer(200, get.RequestId), hub.Twin),
            (true, MqttTopic.ReportedPatch patch) when manners.AnswersReportedPatches => (
                new MqttTopic.TwinAnswer(204, patch.RequestId, RaisedVersion()), ""),
            _ => null,
        };
    }

    private long RaisedVersion()
    {
        var twin = JsonNode.Parse(hub.Twin)!;
        var version = twin["reported"]!["$version"]!.GetValue<long>() + 1;
        twin["reported"]!["$version"] = version;
        hub.Twin = twin.ToJsonString();
        return version;
    }
}
