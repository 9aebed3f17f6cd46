using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;
using DeviceManagementPatterns.LocalHub.Runtime;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>What becomes of a device's answer to a direct method. An answer that nobody waits for meets no fault.</summary>
internal sealed class MethodReplyFault(HubSession session, HubCore core, SessionState state)
{
    /// <returns>True where the device may believe that the hub has its answer.</returns>
    public bool Meet(string requestId, Func<bool> handOver)
    {
        PendingMethod? method;
        lock (core.Gate)
        {
            method = state.Find(requestId);
        }

        if (method is null)
        {
            return handOver();
        }

        var fault = core.Faults.Decide(new FaultCall(FaultOperation.MethodReply, session.Id, method.Call.MethodName));
        switch (fault.Kind)
        {
            case null when fault.IsNone:
                return handOver();
            case FaultKind.Drop:
                return session.IsOpen;
            case FaultKind.Disconnect:
                session.Disconnect(fault.EndReason);
                return false;
            case FaultKind.Freeze:
                session.Freeze();
                return false;
        }

        core.Faults.Later(fault.Delay, () => HandOver(fault, requestId, handOver));
        return session.IsOpen;
    }

    private void HandOver(FaultDecision fault, string requestId, Func<bool> handOver)
    {
        if (!fault.IsRefusal)
        {
            handOver();
            return;
        }

        PendingMethod? refused;
        lock (core.Gate)
        {
            refused = state.Take(requestId);
        }

        refused?.Fail(fault.Refusal);
    }
}
