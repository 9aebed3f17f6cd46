using DeviceManagementPatterns.LocalHub.Faults;
using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>What becomes of what a connected device asks over MQTT.</summary>
internal sealed class MqttFaults(HubSession session, FaultEngine faults, MqttOutbox outbox)
{
    /// <summary>Null where it is lost, or has ended or silenced the connection: then nothing is left to do.</summary>
    public FaultDecision? Meet(FaultOperation operation)
    {
        if (faults.IsOff)
        {
            return default(FaultDecision);
        }

        var fault = session.Meet(operation);
        switch (fault.Kind)
        {
            case FaultKind.Drop:
                return null;
            case FaultKind.Disconnect:
                session.Disconnect(fault.EndReason);
                return null;
            case FaultKind.Freeze:
                session.Freeze();
                return null;
            default:
                return fault;
        }
    }

    /// <summary>Sends the answer: now, later or never.</summary>
    public void Answer(FaultDecision fault, MqttPacket packet)
    {
        if (fault.IsNone)
        {
            outbox.Send(packet);
        }
        else if (!fault.LosesReply)
        {
            faults.Later(fault.Delay, () => outbox.Send(packet));
        }
    }
}
