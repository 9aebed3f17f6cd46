using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using DeviceManagementPatterns.Mqtt;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.Tests.Fixtures;

/// <summary>
/// A hub's MQTT endpoint on 127.0.0.1 that behaves until the test tells it otherwise: it can refuse, stay silent, cut and swallow.
/// Each connection is handed to the test.
/// </summary>
internal sealed class ScriptedMqttHub : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<HubConnection> _accepted = Channel.CreateUnbounded<HubConnection>();
    private readonly X509Certificate2 _certificate;
    private readonly Task _accepting;

    public ScriptedMqttHub(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What CONNECT is answered with; null answers nothing.</summary>
    public MqttConnectReturnCode? Answer { get; set; } = MqttConnectReturnCode.ConnectionAccepted;

    /// <summary>The twin that is read, and that reported patches raise the version of.</summary>
    public string Twin { get; set; } = """{"desired":{"$version":1},"reported":{"$version":1}}""";

    public HubManners Manners { get; } = new();

    public ValueTask<HubConnection> NextConnectionAsync(CancellationToken cancellationToken) =>
        _accepted.Reader.ReadAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _certificate.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                serving.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            await using var secure = new SslStream(client.GetStream());
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
            await using var packets = new MqttPacketStream(secure);
            if (await packets.ReadAsync(_stop.Token) is not MqttConnectPacket connect || Answer is not { } answer)
            {
                await Task.Delay(Timeout.Infinite, _stop.Token);
                return;
            }

            await packets.WriteAsync(new MqttConnAckPacket { ReturnCode = answer });
            var connection = new HubConnection(this, client, packets, connect);
            _accepted.Writer.TryWrite(connection);
            if (answer == MqttConnectReturnCode.ConnectionAccepted)
            {
                await connection.ServeAsync(_stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
        }
    }
}
