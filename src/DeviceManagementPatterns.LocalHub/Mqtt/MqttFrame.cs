using System.Buffers;
using System.Runtime.InteropServices;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>One packet's bytes: the first byte, and what its remaining length announced (MQTT 3.1.1, section 2.2).</summary>
internal readonly record struct MqttFrame(byte Header, ArraySegment<byte> Body, int Length)
{
    private const int MaxLengthBytes = 4;

    public MqttControlPacketType Type => (MqttControlPacketType)(Header >> 4);

    /// <summary>Takes the next packet off a buffer. What it announces is looked at before the rest of it is waited for.</summary>
    public static FrameResult TryRead(ref ReadOnlySequence<byte> buffer, int maxBodyLength, out MqttFrame frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryRead(out var header))
        {
            return FrameResult.Incomplete;
        }

        if (!HasLegalFlags(header))
        {
            return FrameResult.Malformed;
        }

        var result = TryReadLength(ref reader, out var bodyLength);
        if (result != FrameResult.Complete)
        {
            return result;
        }

        if (bodyLength > maxBodyLength)
        {
            return FrameResult.TooLarge;
        }

        if (reader.Remaining < bodyLength)
        {
            return FrameResult.Incomplete;
        }

        var body = buffer.Slice(reader.Position, bodyLength);
        frame = new MqttFrame(header, Contiguous(body), (int)reader.Consumed + bodyLength);
        buffer = buffer.Slice(body.End);
        return FrameResult.Complete;
    }

    private static FrameResult TryReadLength(ref SequenceReader<byte> reader, out int length)
    {
        length = 0;
        for (var i = 0; i < MaxLengthBytes; i++)
        {
            if (!reader.TryRead(out var part))
            {
                return FrameResult.Incomplete;
            }

            length |= (part & 0x7F) << (7 * i);
            if ((part & 0x80) == 0)
            {
                return FrameResult.Complete;
            }
        }

        return FrameResult.Malformed;
    }

    /// <summary>MQTT 3.1.1, section 2.2.2: reserved flags that are set otherwise end the connection.</summary>
    private static bool HasLegalFlags(byte header)
    {
        var flags = header & 0x0F;
        return (MqttControlPacketType)(header >> 4) switch
        {
            MqttControlPacketType.Publish => (flags & 0b0110) != 0b0110,
            MqttControlPacketType.Subscribe or MqttControlPacketType.Unsubscribe or MqttControlPacketType.PubRel => flags == 0b0010,
            _ => flags == 0,
        };
    }

    private static ArraySegment<byte> Contiguous(ReadOnlySequence<byte> body) =>
        body.IsSingleSegment && MemoryMarshal.TryGetArray(body.First, out var segment) ? segment : body.ToArray();
}
