using System.Buffers;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>MQTT 3.1.1 packets and their bytes. The formatter's buffer is the thread's, so that an idle connection holds none.</summary>
internal static class MqttCodec
{
    private const int InitialBufferSize = 256;
    private const int KeptBufferSize = 64 * 1024;

    [ThreadStatic]
    private static MqttPacketFormatterAdapter? _formatter;

    private static MqttPacketFormatterAdapter Formatter => _formatter ??=
        new(MqttProtocolVersion.V311, new MqttBufferWriter(InitialBufferSize, KeptBufferSize));

    /// <summary>Null where the bytes are no packet.</summary>
    public static MqttPacket? Decode(in MqttFrame frame)
    {
        try
        {
            return Formatter.Decode(new ReceivedMqttPacket(frame.Header, frame.Body, frame.Length));
        }
        catch (Exception)
        {
            // The decoder reads whatever a stranger sent; all its ways to fail mean the same.
            return null;
        }
    }

    public static void Encode(MqttPacket packet, IBufferWriter<byte> output)
    {
        var formatter = Formatter;
        var encoded = formatter.Encode(packet);
        output.Write(encoded.Packet.AsSpan());
        foreach (var segment in encoded.Payload)
        {
            output.Write(segment.Span);
        }

        formatter.Cleanup();
    }
}
