using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Reads packets off a connection and stops at the first that MQTT 3.1.1 does not allow.</summary>
internal sealed class MqttPacketReader(PipeReader input)
{
    private const byte ProtocolLevel = 4;

    private static ReadOnlySpan<byte> ProtocolName => [0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T'];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<MqttRead> ReadAsync()
    {
        while (true)
        {
            // The connection's end wakes the reader, so no token is needed.
            var result = await input.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            var buffer = result.Buffer;
            switch (MqttFrame.TryRead(ref buffer, MqttLimits.MaxBodyLength, out var frame))
            {
                case FrameResult.Complete:
                    var read = Decode(frame);
                    input.AdvanceTo(buffer.Start);
                    return read;
                case FrameResult.TooLarge:
                    return Stop(buffer.End, "it sent a packet of more than 256 KB");
                case FrameResult.Malformed:
                    return Stop(buffer.End, "it sent a malformed packet");
                case FrameResult.Incomplete when result.IsCompleted || result.IsCanceled:
                    return Stop(buffer.End, "it closed the connection");
                default:
                    input.AdvanceTo(buffer.Start, buffer.End);
                    break;
            }
        }
    }

    private static MqttRead Decode(in MqttFrame frame)
    {
        if (frame.Type == MqttControlPacketType.Connect && !frame.Body.AsSpan().StartsWith([.. ProtocolName, ProtocolLevel]))
        {
            return new MqttRead(null, "it speaks another protocol than MQTT 3.1.1") { IsForeignProtocol = true };
        }

        var packet = MqttPacketShape.IsSound(frame) ? MqttCodec.Decode(frame) : null;
        return new MqttRead(packet, packet is null ? "it sent a malformed packet" : null);
    }

    private MqttRead Stop(SequencePosition examined, string end)
    {
        input.AdvanceTo(examined);
        return new MqttRead(null, end);
    }
}
