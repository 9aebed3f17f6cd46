using DeviceManagementPatterns.LocalHub.Faults;

namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>What becomes of a call in the hub's own process. What is lost fails at once: there is no socket whose time could run out.</summary>
internal static class InProcessFaults
{
    /// <summary>A back end's call.</summary>
    public static Task<T> MeetAsync<T>(FaultEngine faults, in FaultCall call, Func<Task<T>> act, CancellationToken cancellationToken) =>
        faults.IsOff ? act() : MeetAsync(faults, faults.Decide(call), null, act, cancellationToken);

    /// <summary>A device's.</summary>
    public static Task<T> MeetAsync<T>(
        FaultEngine faults, HubSession session, FaultOperation operation, Func<Task<T>> act, CancellationToken cancellationToken) =>
        faults.IsOff ? act() : MeetAsync(faults, session.Meet(operation), session, act, cancellationToken);

    private static async Task<T> MeetAsync<T>(
        FaultEngine faults, FaultDecision fault, HubSession? session, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.Drop:
                throw Lost(fault, HubErrorCode.Timeout, isOutcomeUnknown: false);
            case FaultKind.Disconnect:
                session?.Disconnect(fault.EndReason);
                throw Lost(fault, HubErrorCode.Network, isOutcomeUnknown: false);
            case FaultKind.Freeze:
                session?.Freeze();
                await faults.WaitInVainAsync(cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.Refuse or FaultKind.Throttle:
                await faults.DelayAsync(fault.Delay, cancellationToken).ConfigureAwait(false);
                throw fault.Refusal;
        }

        var result = await act().ConfigureAwait(false);
        await faults.DelayAsync(fault.Delay, cancellationToken).ConfigureAwait(false);
        return fault.LosesReply ? throw Lost(fault, HubErrorCode.Timeout, isOutcomeUnknown: true) : result;
    }

    private static HubException Lost(FaultDecision fault, HubErrorCode code, bool isOutcomeUnknown) =>
        new(code, $"There was no answer: the fault '{fault.Rule!.Id}' of this local hub has lost it.") { IsOutcomeUnknown = isOutcomeUnknown };
}
