using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using DeviceManagementPatterns.LocalHub.Mqtt;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

/// <summary>The device's end of a connection, packet by packet: a test may send what no client would.</summary>
internal sealed class MqttWire : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Stream _stream;
    private readonly MqttPacketReader _reader;

    public MqttWire(Stream stream)
    {
        _stream = stream;
        _reader = new MqttPacketReader(PipeReader.Create(stream));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<MqttWire> DialAsync(int port, SslClientAuthenticationOptions options, CancellationToken stop)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, stop);
        var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false);
        await tls.AuthenticateAsClientAsync(options, stop);
        return new MqttWire(tls);
    }

    public static MqttConnectPacket Connect(string clientId, string? password, bool cleanSession = true, ushort keepAlive = 60) => new()
    {
        ClientId = clientId,
        Username = $"localhost/{clientId}/?api-version=2021-04-12",
        Password = password is null ? null : Encoding.UTF8.GetBytes(password),
        CleanSession = cleanSession,
        KeepAlivePeriod = keepAlive,
    };

    public Task SendAsync(MqttPacket packet)
    {
        var formatter = new MqttPacketFormatterAdapter(MqttProtocolVersion.V311, new MqttBufferWriter(256, 65535));
        return SendAsync(formatter.Encode(packet).ToArray());
    }

    public async Task SendAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes, Stop);
        await _stream.FlushAsync(Stop);
    }

    public Task PublishAsync(string topic, string body = "", MqttQualityOfServiceLevel qos = MqttQualityOfServiceLevel.AtMostOnce, ushort identifier = 0) =>
        SendAsync(new MqttPublishPacket
        {
            Topic = topic,
            PayloadSegment = Encoding.UTF8.GetBytes(body),
            QualityOfServiceLevel = qos,
            PacketIdentifier = identifier,
        });

    public async Task<MqttSubAckPacket> SubscribeAsync(params string[] filters)
    {
        await SendAsync(new MqttSubscribePacket { PacketIdentifier = 7, TopicFilters = [.. filters.Select(topic => new MqttTopicFilter { Topic = topic })] });
        return await ReceiveAsync<MqttSubAckPacket>();
    }

    public async Task<T> ReceiveAsync<T>()
        where T : MqttPacket
    {
        var read = await _reader.ReadAsync().AsTask().WaitAsync(Patience, Stop);
        return read.Packet.ShouldBeOfType<T>(read.End);
    }

    /// <summary>Null where the connection ends instead.</summary>
    public async Task<T?> TryReceiveAsync<T>()
        where T : MqttPacket
    {
        try
        {
            return (await _reader.ReadAsync().AsTask().WaitAsync(Patience, Stop)).Packet as T;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The next packet, whatever it is; the connection must not have ended.</summary>
    public async Task<MqttPacket> ReceiveAnyAsync()
    {
        var read = await _reader.ReadAsync().AsTask().WaitAsync(Patience, Stop);
        return read.Packet.ShouldNotBeNull(read.End);
    }

    /// <summary>The next message, as <c>topic body</c>.</summary>
    public async Task<string> ReceiveMessageAsync()
    {
        var publish = await ReceiveAsync<MqttPublishPacket>();
        publish.QualityOfServiceLevel.ShouldBe(MqttQualityOfServiceLevel.AtMostOnce);
        return $"{publish.Topic} {Encoding.UTF8.GetString(publish.Payload)}".TrimEnd();
    }

    /// <summary>Nothing but the end of the connection comes.</summary>
    public async Task ShouldEndAsync()
    {
        try
        {
            var read = await _reader.ReadAsync().AsTask().WaitAsync(Patience, Stop);
            read.Packet.ShouldBeNull();
        }
        catch (IOException)
        {
            // The hub reset the connection.
        }
    }

    public void Dispose() => _stream.Dispose();
}
