using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>What becomes of a CONNECT.</summary>
internal sealed class MqttConnectFault(FaultEngine faults, MqttLink link)
{
    /// <summary>Waits where the CONNECT is delayed.</summary>
    /// <returns>False where the CONNECT is not to be looked at.</returns>
    public ValueTask<bool> MeetAsync(MqttRead first, CancellationToken cancellationToken) =>
        faults.IsOff || first.Packet is not MqttConnectPacket connect ? new(true) : MeetAsync(connect, cancellationToken);

    private static HubIdentityId? IdOf(string? clientId)
    {
        var at = clientId?.IndexOf('/') ?? -1;
        return clientId is null ? null : at < 0 ? new HubIdentityId(clientId) : new HubIdentityId(clientId[..at], clientId[(at + 1)..]);
    }

    private async ValueTask<bool> MeetAsync(MqttConnectPacket connect, CancellationToken cancellationToken)
    {
        var fault = faults.Decide(new FaultCall(FaultOperation.Connect, IdOf(connect.ClientId)));
        if (fault.Delay > TimeSpan.Zero)
        {
            // The hub's own patience with a connection that has not connected must not end the delay.
            link.Deadline.Begin(keepAliveSeconds: 0, DateTimeOffset.MaxValue);
            await faults.DelayAsync(fault.Delay, cancellationToken).ConfigureAwait(false);
        }

        switch (fault.Kind)
        {
            case FaultKind.Refuse or FaultKind.Throttle:
                link.Refuse(FaultCodes.ConnectCodeOf(fault.Rule!));
                return false;
            case FaultKind.Disconnect:
                link.Close(fault.EndReason);
                return false;
            case FaultKind.Drop:
                link.Freeze();
                await link.PassOverAsync().ConfigureAwait(false);
                return false;
            case FaultKind.LoseReply:
                link.Freeze();
                return true;
            case FaultKind.Freeze:
                link.FreezeAfterConnAck();
                return true;
            default:
                return true;
        }
    }
}
