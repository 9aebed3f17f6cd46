using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Runtime;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>Stands between the hub and a link: what the hub sends a device can be lost, late, doubled, or end the connection.</summary>
internal sealed class FaultyLink(IDeviceLink inner, HubIdentityId id, HubCore core) : IDeviceLink
{
    private volatile bool _isFrozen;
    private volatile bool _hangsUp;

    public void Accept(bool sessionPresent) => inner.Accept(sessionPresent);

    public void DeliverMethod(string requestId, string methodName, ReadOnlyMemory<byte> payload)
    {
        var fault = core.Faults.Decide(new FaultCall(FaultOperation.MethodRequest, id, methodName));
        if (fault.IsNone && !_isFrozen)
        {
            inner.DeliverMethod(requestId, methodName, payload);
        }
        else if (fault.IsRefusal)
        {
            Refuse(requestId, fault.Refusal);
        }
        else
        {
            Deliver(fault, () => inner.DeliverMethod(requestId, methodName, payload));
        }
    }

    public void DeliverDesired(long version, ReadOnlyMemory<byte> patch)
    {
        var fault = core.Faults.Decide(new FaultCall(FaultOperation.DesiredNotification, id));
        if (fault.IsNone && !_isFrozen)
        {
            inner.DeliverDesired(version, patch);
        }
        else
        {
            Deliver(fault, () => inner.DeliverDesired(version, patch));
        }
    }

    public void DeliverMessage(CloudMessage message, ushort deliveryId, bool isRepeated)
    {
        var fault = core.Faults.Decide(new FaultCall(FaultOperation.CloudToDevice, id));
        if (fault.IsNone && !_isFrozen)
        {
            inner.DeliverMessage(message, deliveryId, isRepeated);
        }
        else
        {
            Deliver(fault, () => inner.DeliverMessage(message, deliveryId, isRepeated));
        }
    }

    public void Close(string reason)
    {
        if (_hangsUp && inner is IFaultableLink faultable)
        {
            faultable.HangUp(reason);
        }
        else
        {
            inner.Close(reason);
        }

        core.Faults.Indexes?.TellPresence(id);
    }

    public void Freeze()
    {
        _isFrozen = true;
        (inner as IFaultableLink)?.Freeze();
    }

    /// <summary>The hub ends the session that is on this link, if there is one still.</summary>
    public void Disconnect(string reason)
    {
        _hangsUp = true;
        lock (core.Gate)
        {
            if (core.State.Entries.Find(id) is { Session: { } session } entry && session.Link == this)
            {
                core.Outbox.Add(Hub.Sessions.HubSessions.End(entry, reason, core.Now));
            }
        }

        core.Outbox.Send();
    }

    private void Deliver(FaultDecision fault, Action deliver)
    {
        switch (fault.Kind)
        {
            case FaultKind.Drop:
                return;
            case FaultKind.Disconnect:
                Disconnect(fault.EndReason);
                return;
            case FaultKind.Freeze:
                Freeze();
                return;
        }

        core.Faults.Later(fault.Delay, () => DeliverUnlessFrozen(deliver));
        for (var copy = 1; copy < fault.Arrivals; copy++)
        {
            core.Faults.Later(fault.Delay + (fault.Rule!.By ?? TimeSpan.Zero), () => DeliverUnlessFrozen(deliver));
        }
    }

    private void DeliverUnlessFrozen(Action deliver)
    {
        if (!_isFrozen)
        {
            deliver();
        }
    }

    private void Refuse(string requestId, HubException refusal)
    {
        PendingMethod? method;
        lock (core.Gate)
        {
            method = core.State.Entries.Find(id)?.Session is { } session && session.Link == this ? session.Take(requestId) : null;
        }

        method?.Fail(refusal);
    }
}
