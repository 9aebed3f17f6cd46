using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>MQTT 3.1.1 packets over a stream. One may read while others write.</summary>
internal sealed class MqttPacketStream(Stream stream) : IAsyncDisposable
{
    /// <summary>IoT Hub's limit for one message, with room for its topic.</summary>
    public const int MaxPacketBytes = 300 * 1024;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly MqttPacketFormatterAdapter _reader = NewFormatter();
    private readonly MqttPacketFormatterAdapter _writer = NewFormatter();
    private readonly byte[] _oneByte = new byte[1];

    /// <returns>The next packet, or null where the other end has closed.</returns>
    /// <exception cref="IOException">The connection broke, or what came is not MQTT.</exception>
    public async Task<MqttPacket?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await ReadByteAsync(cancellationToken).ConfigureAwait(false) is not { } header)
        {
            return null;
        }

        var (length, lengthBytes) = await ReadLengthAsync(cancellationToken).ConfigureAwait(false);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
        try
        {
            return _reader.Decode(new ReceivedMqttPacket(header, body, 1 + lengthBytes + length));
        }
        catch (Exception e) when (
            e is MqttProtocolViolationException or ArgumentException or IndexOutOfRangeException or NotSupportedException)
        {
            throw new IOException($"The hub sent a malformed packet: {e.Message}", e);
        }
    }

    /// <summary>Writes a whole packet. It is not stopped half-way: closing the stream ends it.</summary>
    public async Task WriteAsync(MqttPacket packet)
    {
        await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await stream.WriteAsync(_writer.Encode(packet).Join(), CancellationToken.None).ConfigureAwait(false);
            await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writer.Cleanup();
            _writing.Release();
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static MqttPacketFormatterAdapter NewFormatter() => new(MqttProtocolVersion.V311, new MqttBufferWriter(4096, 65535));

    private async ValueTask<byte?> ReadByteAsync(CancellationToken cancellationToken) =>
        await stream.ReadAsync(_oneByte, cancellationToken).ConfigureAwait(false) == 0 ? null : _oneByte[0];

    /// <summary>The remaining length: seven bits a byte, at most four bytes (MQTT 3.1.1, section 2.2.3).</summary>
    private async ValueTask<(int Length, int Bytes)> ReadLengthAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        for (var i = 0; i < 4; i++)
        {
            var next = await ReadByteAsync(cancellationToken).ConfigureAwait(false) ?? throw new EndOfStreamException();
            length |= (next & 0x7f) << (7 * i);
            if ((next & 0x80) == 0)
            {
                return length <= MaxPacketBytes ? (length, i + 1) : throw new IOException($"The hub announced a packet of {length} bytes.");
            }
        }

        throw new IOException("The hub sent a malformed packet length.");
    }
}
