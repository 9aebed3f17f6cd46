using System.Buffers;
using DeviceManagementPatterns.Mqtt;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.Tests.Mqtt;

public sealed class MqttPacketStreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("30 ff ff ff ff 7f")]
    [InlineData("30 ff ff ff 7f 00")]
    [InlineData("30 80")]
    [InlineData("30 05 00 03 61")]
    [InlineData("00 00")]
    [InlineData("f0 00")]
    [InlineData("30 02 ff ff")]
    [InlineData("30 00")]
    [InlineData("32 03 00 01 61")]
    [InlineData("20 00")]
    [InlineData("20 01 00")]
    [InlineData("40 01 00")]
    [InlineData("90 01 00")]
    [InlineData("48 54 54 50 2f 31 2e 31")]
    public async Task Bytes_that_are_no_packet_end_the_reading(string hex)
    {
        await using var packets = new MqttPacketStream(new MemoryStream(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

        await Should.ThrowAsync<IOException>(async () =>
        {
            while (await packets.ReadAsync(Stop) is not null)
            {
            }
        });
    }

    [Fact]
    public async Task Random_bytes_never_do_anything_but_end_the_reading()
    {
        var random = new Random(20260301);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 40)];
            random.NextBytes(bytes);
            await using var packets = new MqttPacketStream(new MemoryStream(bytes));
            try
            {
                while (await packets.ReadAsync(Stop) is not null)
                {
                }
            }
            catch (IOException)
            {
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(256 * 1024)]
    public async Task A_message_is_read_as_it_was_written(int length)
    {
        using var stream = new MemoryStream();
        await using var packets = new MqttPacketStream(stream);
        var payload = new byte[length];
        Random.Shared.NextBytes(payload);

        await packets.WriteAsync(new MqttPublishPacket
        {
            Topic = "$iothub/methods/res/200/?$rid=1",
            Payload = new ReadOnlySequence<byte>(payload),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            PacketIdentifier = 7,
        });
        stream.Position = 0;
        var read = (await packets.ReadAsync(Stop)).ShouldBeOfType<MqttPublishPacket>();

        read.Topic.ShouldBe("$iothub/methods/res/200/?$rid=1");
        read.PacketIdentifier.ShouldBe((ushort)7);
        read.Payload.ToArray().ShouldBe(payload);
        (await packets.ReadAsync(Stop)).ShouldBeNull();
    }
}
