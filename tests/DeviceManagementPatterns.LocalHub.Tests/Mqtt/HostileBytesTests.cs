using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using DeviceManagementPatterns.LocalHub.Mqtt;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

/// <summary>Random bytes and packets gone wrong, from a seed: the hub neither breaks nor hangs, and others do not notice.</summary>
public sealed class HostileBytesTests
{
    private const int Connections = 300;
    private const int Readings = 60_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(20260301)]
    public async Task No_stream_of_bytes_breaks_the_hub(int seed)
    {
        var random = new Random(seed);
        await using var hub = await RunningHub.StartAsync();
        using var bystander = await hub.ConnectAsync("bystander");
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        var connect = Bytes(MqttWire.Connect("d1", hub.DeviceToken("d1")));
        for (var i = 0; i < Connections; i++)
        {
            using var wire = await hub.DialAsync();
            await SendHostileAsync(wire, random, connect);
            if (i % 50 == 0)
            {
                await ShouldLiveAsync(bystander);
            }
        }

        await ShouldLiveAsync(bystander);
        while (await ConnectedCountAsync(hub) > 1)
        {
            await Task.Delay(10, Stop);
        }

        using var again = await hub.ConnectAsync("d1");
        await ShouldLiveAsync(again);
        hub.LogMessages.ShouldAllBe(message => !message.Contains("the hub failed"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20260302)]
    public async Task No_packet_breaks_the_reader(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Readings; i++)
        {
            var bytes = random.Next(4) == 0 ? RandomBytes(random, 40) : Mutate(random, Bytes(AnyPacket(random)));
            var reader = new MqttPacketReader(PipeReader.Create(new ReadOnlySequence<byte>(bytes)));
            MqttRead read;
            do
            {
                read = await reader.ReadAsync();
            }
            while (read.End is null);
        }
    }

    private static async Task SendHostileAsync(MqttWire wire, Random random, byte[] connect)
    {
        try
        {
            if (random.Next(3) > 0)
            {
                await wire.SendAsync(connect);
            }

            for (var i = random.Next(4); i >= 0; i--)
            {
                await wire.SendAsync(random.Next(5) switch
                {
                    0 => RandomBytes(random, 200),
                    1 => Mutate(random, connect),
                    2 => Bytes(AnyPacket(random)),
                    _ => Mutate(random, Bytes(AnyPacket(random))),
                });
            }
        }
        catch (IOException)
        {
            // The hub has had enough.
        }
    }

    private static async Task ShouldLiveAsync(MqttWire wire)
    {
        await wire.SendAsync(new MqttPingReqPacket());
        await wire.ReceiveAsync<MqttPingRespPacket>();
    }

    private static async Task<int> ConnectedCountAsync(RunningHub hub) =>
        (await hub.Rest().GetAsync("/statistics/service")).Json.GetProperty("connectedDeviceCount").GetInt32();

    private static byte[] RandomBytes(Random random, int maxLength)
    {
        var bytes = new byte[random.Next(1, maxLength)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutate(Random random, byte[] packet)
    {
        var bytes = packet.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at));
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }

    private static MqttPacket AnyPacket(Random random)
    {
        var identifier = (ushort)random.Next(1, 3);
        var qos = random.Next(3);
        string[] topics =
        [
            "devices/d1/messages/events/a=1&%24.ct=x/", "$iothub/twin/GET/?$rid=1", "$iothub/twin/PATCH/properties/reported/?$rid=2&$version=1",
            "$iothub/methods/res/200/?$rid=1", "$iothub/methods/POST/#", "$iothub/twin/res/#", "devices/d1/messages/devicebound/#", "",
        ];
        var topic = topics[random.Next(topics.Length)];
        return random.Next(8) switch
        {
            0 => new MqttSubscribePacket { PacketIdentifier = identifier, TopicFilters = [new MqttTopicFilter { Topic = topic }] },
            1 => new MqttUnsubscribePacket { PacketIdentifier = identifier, TopicFilters = [topic] },
            2 => new MqttPubAckPacket { PacketIdentifier = identifier },
            3 => new MqttPingReqPacket(),
            4 => MqttWire.Connect("d1", "SharedAccessSignature sr=localhost&sig=AAAA&se=1"),
            _ => new MqttPublishPacket
            {
                Topic = topic,
                PacketIdentifier = qos == 0 ? (ushort)0 : identifier,
                QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
                Retain = random.Next(2) == 0,
                PayloadSegment = Encoding.UTF8.GetBytes(random.Next(2) == 0 ? """{"a":{"b":[1,null]}}""" : "{"),
            },
        };
    }

    private static byte[] Bytes(MqttPacket packet) =>
        new MqttPacketFormatterAdapter(MqttProtocolVersion.V311, new MqttBufferWriter(256, 65535)).Encode(packet).ToArray();
}
