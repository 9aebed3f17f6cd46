using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Text;
using DeviceManagementPatterns.Dialing;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>From a connection string to an accepted MQTT connection: TCP, TLS, CONNECT, CONNACK.</summary>
internal sealed class MqttHandshake(
    DeviceConnectionString connection, HubTrust trust, DeviceCertificate? certificate, IotHubDeviceOptions options, TimeProvider time)
{
    /// <exception cref="HubException">There is no way to the hub, it is not trusted, or it refused the device.</exception>
    public async Task<MqttLink> ConnectAsync(string? token, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.OperationTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Stream? stream = null;
        try
        {
            stream = await HubDialer.DialAsync(connection.Endpoint, time, either.Token).ConfigureAwait(false);
            var secure = new SslStream(stream);
            stream = secure;
            await secure.AuthenticateAsClientAsync(
                trust.ForClient(connection.Endpoint.Host, certificate?.Context), either.Token).ConfigureAwait(false);
            var packets = new MqttPacketStream(secure);
            await packets.WriteAsync(ConnectPacket(token)).WaitAsync(either.Token).ConfigureAwait(false);
            Check(await packets.ReadAsync(either.Token).ConfigureAwait(false));
            stream = null;
            return new MqttLink(packets, options.KeepAlive, time);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubException(
                HubErrorCode.Timeout,
                $"{connection.Endpoint} did not accept the connection within {options.OperationTimeout.TotalSeconds:0.#} s.",
                e);
        }
        catch (AuthenticationException e)
        {
            throw e.InnerException as HubException ?? new HubException(
                HubErrorCode.Network, $"No secure connection to {connection.Endpoint}: {e.GetBaseException().Message.TrimEnd('.')}.", e);
        }
        catch (IOException e)
        {
            throw new HubException(
                HubErrorCode.Network,
                $"{connection.Endpoint} broke the connection off: {e.GetBaseException().Message.TrimEnd('.')}. "
                + "Check that the port is the one for MQTT over TLS.",
                e);
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static string ClientType(string? productInfo) =>
        $"{Product.Name}/{Product.Version} ({RuntimeInformation.FrameworkDescription}; {RuntimeInformation.OSDescription}; "
        + $"{RuntimeInformation.ProcessArchitecture})"
        + (string.IsNullOrEmpty(productInfo) ? "" : $" {productInfo}");

    private MqttConnectPacket ConnectPacket(string? token) => new()
    {
        ClientId = connection.ClientId,
        Username = new MqttUserName(connection.HostName, connection.DeviceId, connection.ModuleId)
        {
            ApiVersion = WireNames.ApiVersion,
            DeviceClientType = ClientType(options.ProductInfo),
        }.Format(),
        Password = token is null ? null : Encoding.UTF8.GetBytes(token),
        CleanSession = false,
        KeepAlivePeriod = (ushort)options.KeepAlive.TotalSeconds,
    };

    private void Check(MqttPacket? answer)
    {
        var code = answer switch
        {
            MqttConnAckPacket ack => ack.ReturnCode,
            null => throw new IOException("it closed the connection before it accepted it"),
            _ => throw new IOException($"it answered CONNECT with {answer.GetType().Name}"),
        };
        if (code != MqttConnectReturnCode.ConnectionAccepted)
        {
            throw Refusal(code);
        }
    }

    private HubException Refusal(MqttConnectReturnCode code)
    {
        var said = $"{connection.Endpoint} refused '{connection.ClientId}' (CONNACK {(int)code})";
        return code switch
        {
            MqttConnectReturnCode.ConnectionRefusedServerUnavailable => new HubException(
                HubErrorCode.ServiceUnavailable, $"{said}: it is unavailable or throttling; try again later."),
            MqttConnectReturnCode.ConnectionRefusedUnacceptableProtocolVersion => new HubException(
                HubErrorCode.InvalidProtocolVersion, $"{said}: it does not speak MQTT 3.1.1."),
            MqttConnectReturnCode.ConnectionRefusedIdentifierRejected => new HubException(
                HubErrorCode.ArgumentInvalid, $"{said}: it does not accept the device id."),
            _ => new HubException(HubErrorCode.IotHubUnauthorized, $"{said}: {Causes()}, or the device is unknown or disabled."),
        };
    }

    private string Causes() => this switch
    {
        _ when connection.UsesX509 => "the certificate is not the registered one or has expired",
        _ when connection.SharedAccessKey is null => "the signature in the connection string is wrong or has expired",
        _ => $"the key is wrong, this machine's clock ({time.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z) is off by minutes",
    };
}
