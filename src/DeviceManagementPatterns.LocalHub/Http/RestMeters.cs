using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Puts a meter before a call.</summary>
internal static class RestMeters
{
    /// <summary>The call with its meter; the call itself where the hub has no tier.</summary>
    public static Func<RestCall, Task> Metered(this HubLimits limits, HubMeter meter, Func<RestCall, Task> answer) =>
        limits.IsOn ? call => AnswerAsync(limits, meter, call, answer) : answer;

    private static async Task AnswerAsync(HubLimits limits, HubMeter meter, RestCall call, Func<RestCall, Task> answer)
    {
        await limits.AdmitMessageAsync(meter, call.Http.Request.ContentLength ?? 0, call.Aborted).ConfigureAwait(false);
        await answer(call).ConfigureAwait(false);
    }
}
