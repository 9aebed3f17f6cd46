using DeviceManagementPatterns.LocalHub.Certificates;
using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>One connection, from its first byte to its last.</summary>
internal sealed class MqttLink : IDeviceLink, IFaultableLink
{
    private readonly ConnectionContext _connection;
    private readonly MqttEndpoint _endpoint;
    private readonly MqttPacketReader _reader;
    private readonly MqttOutbox _outbox;
    private ShownCertificate? _certificate;
    private readonly MqttConnectFault _connectFault;
    private string? _closeReason;
    private volatile bool _isFrozen;
    private bool _isAborted;
    private bool _freezesOnceAccepted;

    public MqttLink(ConnectionContext connection, MqttEndpoint endpoint, ShownCertificate? certificate)
    {
        _connection = connection;
        _endpoint = endpoint;
        _certificate = certificate;
        _reader = new MqttPacketReader(connection.Transport.Input);
        _outbox = new MqttOutbox(connection.Transport.Output, () => Close("it reads too slowly"));
        _connectFault = new MqttConnectFault(endpoint.Hub.Faults, this);
        Deadline = new MqttDeadline(endpoint.Hub.Time);
    }

    public MqttDeadline Deadline { get; }

    private ILogger Logger => _endpoint.Logger;

    /// <summary>Serves the connection; returns when it has ended.</summary>
    public async Task RunAsync()
    {
        _endpoint.Links.Add(this);
        try
        {
            var first = await _reader.ReadAsync().ConfigureAwait(false);
            if (await _connectFault.MeetAsync(first, _connection.ConnectionClosed).ConfigureAwait(false)
                && await OpenAsync(first).ConfigureAwait(false) is { } handler)
            {
                await ServeAsync(handler).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            Logger.ConnectionRefused(_closeReason ?? "the connection broke before its CONNECT");
        }
        finally
        {
            await _outbox.CloseAsync().ConfigureAwait(false);
            _endpoint.Links.Remove(this);
        }
    }

    public void Accept(bool sessionPresent)
    {
        _outbox.Send(new MqttConnAckPacket { IsSessionPresent = sessionPresent });
        if (_freezesOnceAccepted)
        {
            Freeze();
        }
    }

    public void DeliverMethod(string requestId, string methodName, ReadOnlyMemory<byte> payload) =>
        _outbox.Send(MqttMessages.To(new MqttTopic.MethodRequest(methodName, requestId), payload));

    public void DeliverDesired(long version, ReadOnlyMemory<byte> patch) =>
        _outbox.Send(MqttMessages.To(new MqttTopic.DesiredPatch(version), patch));

    public void DeliverMessage(CloudMessage message, ushort deliveryId, bool isRepeated) =>
        _outbox.Send(MqttMessages.Of(message, deliveryId, isRepeated));

    public void Close(string reason)
    {
        Interlocked.CompareExchange(ref _closeReason, reason, null);
        if (!Interlocked.Exchange(ref _isAborted, true))
        {
            _connection.Abort(new ConnectionAbortedException(reason));
        }
    }

    public void HangUp(string reason)
    {
        Interlocked.CompareExchange(ref _closeReason, reason, null);
        _connection.Transport.Input.CancelPendingRead();
    }

    public void Freeze()
    {
        _isFrozen = true;
        _outbox.Freeze();
    }

    public void FreezeAfterConnAck() => _freezesOnceAccepted = true;

    /// <summary>Reads on and answers nothing, until the connection ends.</summary>
    public async Task PassOverAsync()
    {
        while ((await _reader.ReadAsync().ConfigureAwait(false)).End is null)
        {
            Deadline.Restart();
        }
    }

    public void Refuse(MqttConnectReturnCode? code)
    {
        if (code is { } returnCode)
        {
            _outbox.Send(new MqttConnAckPacket { ReturnCode = returnCode });
        }
    }

    private static bool IsEndOfConnection(Exception e) => e is IOException or OperationCanceledException or ObjectDisposedException;

    /// <summary>Lets the device in, or refuses it and returns null. What came with the CONNECT, its token too, is not kept.</summary>
    private async ValueTask<MqttPacketHandler?> OpenAsync(MqttRead first)
    {
        if (first.Packet is not MqttConnectPacket connect)
        {
            Refuse(first.IsForeignProtocol ? MqttConnectReturnCode.ConnectionRefusedUnacceptableProtocolVersion : null);
            Logger.ConnectionRefused(first.End ?? "its first packet is not CONNECT");
            return null;
        }

        if (!MqttConnectRequest.TryRead(connect, out var request, out var refusal, out var fault))
        {
            Refuse(refusal);
            Logger.DeviceRefused(LogText.Of(connect.ClientId), fault);
            return null;
        }

        try
        {
            var credentialEnds = _endpoint.Authenticator.Authenticate(request.Id, connect.Password, Interlocked.Exchange(ref _certificate, null));
            await _endpoint.Hub.Limits.AdmitAsync(HubMeter.Connections, _connection.ConnectionClosed).ConfigureAwait(false);
            Deadline.Begin(connect.KeepAlivePeriod, credentialEnds);
            var session = _endpoint.Hub.OpenSession(request.Id, this, connect.CleanSession, request.UserName.ModelId);
            Logger.DeviceConnected(connect.ClientId, LogText.Of(request.UserName.DeviceClientType ?? "a client that gives no name"), connect.KeepAlivePeriod);
            return new MqttPacketHandler(session, request, _endpoint, _outbox, Close);
        }
        catch (HubException e)
        {
            Refuse(LimitRefusals.IsThrottle(e)
                ? MqttConnectReturnCode.ConnectionRefusedServerUnavailable
                : MqttConnectReturnCode.ConnectionRefusedNotAuthorized);
            Logger.DeviceRefused(connect.ClientId, e.Message.TrimEnd('.'));
            return null;
        }
    }

    private async Task ServeAsync(MqttPacketHandler handler)
    {
        string? end = null;
        try
        {
            while (end is null && Volatile.Read(ref _closeReason) is null)
            {
                var read = await _reader.ReadAsync().ConfigureAwait(false);
                end = read.End;
                if (read.Packet is not null)
                {
                    Deadline.Restart();
                }

                if (read.Packet is not null && !_isFrozen)
                {
                    end = await handler.HandleAsync(read.Packet, _connection.ConnectionClosed).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            end = "the connection broke";
        }
        finally
        {
            end = _closeReason ?? end ?? "the hub failed";
            handler.End(end);
            Logger.DeviceDisconnected(handler.Id.ToString(), end.TrimEnd('.'));
        }
    }
}
