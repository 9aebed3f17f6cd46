using System.IO.Pipelines;
using DeviceManagementPatterns.LocalHub.Mqtt;
using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class MqttOutboxTests
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512));
    private bool _isCutOff;

    [Fact]
    public async Task Packets_leave_in_the_order_in_which_they_were_sent()
    {
        var outbox = NewOutbox();

        for (ushort id = 1; id <= 500; id++)
        {
            outbox.Send(new MqttPubAckPacket { PacketIdentifier = id });
        }

        (await ReadIdentifiersAsync(500)).ShouldBe(Enumerable.Range(1, 500));
    }

    [Fact]
    public async Task Many_senders_never_tear_a_packet()
    {
        var outbox = NewOutbox();

        var senders = Enumerable.Range(0, 8).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                outbox.Send(new MqttPubAckPacket { PacketIdentifier = (ushort)((sender * 500) + i + 1) });
            }
        }));
        var read = ReadIdentifiersAsync(4000);
        await Task.WhenAll(senders);

        (await read).Order().ShouldBe(Enumerable.Range(1, 4000));
    }

    [Fact]
    public async Task What_is_sent_while_held_leaves_on_release()
    {
        var outbox = NewOutbox();
        outbox.Hold();
        outbox.Send(new MqttPubAckPacket { PacketIdentifier = 1 });
        outbox.Send(new MqttPubAckPacket { PacketIdentifier = 2 });
        _pipe.Reader.TryRead(out _).ShouldBeFalse();

        outbox.Release();

        (await ReadIdentifiersAsync(2)).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_reader_that_does_not_read_is_cut_off_before_memory_grows()
    {
        var outbox = NewOutbox();
        var message = new MqttPublishPacket { Topic = "t", PayloadSegment = new byte[64 * 1024] };

        var sent = 0;
        while (!_isCutOff && sent < 100)
        {
            outbox.Send(message);
            sent++;
        }

        _isCutOff.ShouldBeTrue();
        sent.ShouldBeLessThanOrEqualTo((MqttOutbox.MaxWaitingBytes / (64 * 1024)) + 2);
    }

    [Fact]
    public async Task What_is_sent_after_the_end_is_dropped_in_silence()
    {
        var outbox = NewOutbox();
        await outbox.CloseAsync();
        await _pipe.Writer.CompleteAsync();

        outbox.Send(new MqttPubAckPacket { PacketIdentifier = 1 });
        outbox.Hold();
        outbox.Release();

        _isCutOff.ShouldBeFalse();
    }

    private MqttOutbox NewOutbox() => new(_pipe.Writer, () => _isCutOff = true);

    private async Task<List<int>> ReadIdentifiersAsync(int count)
    {
        var identifiers = new List<int>();
        var reader = new MqttPacketReader(_pipe.Reader);
        while (identifiers.Count < count)
        {
            var read = await reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            identifiers.Add(read.Packet.ShouldBeOfType<MqttPubAckPacket>(read.End).PacketIdentifier);
        }

        return identifiers;
    }
}
