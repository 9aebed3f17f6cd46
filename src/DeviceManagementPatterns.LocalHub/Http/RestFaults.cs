using System.Globalization;
using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using Microsoft.AspNetCore.Http;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>What becomes of a REST call that was let in.</summary>
internal sealed class RestFaults(FaultEngine faults)
{
    public Task MeetAsync(RestCall call, FaultOperation? operation, Func<RestCall, Task> answer) =>
        faults.IsOff || operation is not { } known ? answer(call) : MeetAsync(call, Decide(call, known), answer);

    private static HubIdentityId? IdOf(RestCall call) => call.Http.Request.RouteValues.ContainsKey("deviceId") ? call.Id : null;

    private FaultDecision Decide(RestCall call, FaultOperation operation) =>
        faults.Decide(new FaultCall(operation, IdOf(call), Path: call.Http.Request.Path));

    private async Task MeetAsync(RestCall call, FaultDecision fault, Func<RestCall, Task> answer)
    {
        switch (fault.Kind)
        {
            case null when fault.IsNone:
                await answer(call).ConfigureAwait(false);
                return;
            case FaultKind.Drop:
                call.Http.Abort();
                return;
            case FaultKind.Freeze:
                await faults.WaitInVainAsync(call.Aborted).ConfigureAwait(false);
                return;
            case FaultKind.Refuse or FaultKind.Throttle:
                await faults.DelayAsync(fault.Delay, call.Aborted).ConfigureAwait(false);
                TellRetryAfter(call.Http.Response, fault.Rule!);
                throw fault.Refusal;
        }

        var body = await HoldBackAsync(call, fault, answer).ConfigureAwait(false);
        if (fault.LosesReply)
        {
            call.Http.Abort();
            return;
        }

        await call.Http.Response.Body.WriteAsync(body, call.Aborted).ConfigureAwait(false);
    }

    /// <summary>Does what was asked, and gives the answer's body once its time has come. A refusal waits as long.</summary>
    private async Task<ReadOnlyMemory<byte>> HoldBackAsync(RestCall call, FaultDecision fault, Func<RestCall, Task> answer)
    {
        var response = call.Http.Response;
        var real = response.Body;
        using var held = new MemoryStream();
        response.Body = held;
        try
        {
            await answer(call).ConfigureAwait(false);
        }
        catch (HubException) when (fault.LosesReply)
        {
            // Nobody hears of the refusal either.
        }
        finally
        {
            response.Body = real;
            await faults.DelayAsync(fault.Delay, call.Aborted).ConfigureAwait(false);
        }

        return held.ToArray();
    }

    private static void TellRetryAfter(HttpResponse response, FaultRule rule)
    {
        if (rule.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }
}
