using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>How the hub refuses what its tier does not allow.</summary>
internal static class LimitRefusals
{
    private const string Advice = "Slow down and try again later, take more units or another tier.";

    /// <summary>As many requests wait as may.</summary>
    public static HubException Full(HubMeter meter, MeterRate rate, int queueLength, TimeSpan? retryAfter) => queueLength == 0
        ? Throttled(HubErrorCode.ThrottlingException, meter, rate, "none may wait", retryAfter)
        : Throttled(
            HubErrorCode.ThrottleBacklogLimitExceeded,
            meter,
            rate,
            string.Create(CultureInfo.InvariantCulture, $"{queueLength} requests wait already"),
            retryAfter);

    public static HubException TooLate(HubMeter meter, MeterRate rate, TimeSpan maxWait, TimeSpan? retryAfter) => Throttled(
        HubErrorCode.ThrottlingBacklogTimeout,
        meter,
        rate,
        string.Create(CultureInfo.InvariantCulture, $"it waited {maxWait.TotalSeconds} s"),
        retryAfter);

    public static HubException QuotaSpent(long messages) => new(HubErrorCode.IotHubQuotaExceeded, string.Create(
        CultureInfo.InvariantCulture,
        $"The hub's quota of {messages} messages a day is spent. It is renewed at midnight UTC; more units or another tier have a larger one."));

    public static HubException NotInTier(HubTier tier, HubMeter meter) => new(
        HubErrorCode.OperationNotAvailableInCurrentTier, $"Tier {tier} does not offer this ({MeterNames.Of(meter)}): take a standard tier.");

    /// <summary>Refused for now: the same request may pass later.</summary>
    public static bool IsThrottle(HubException exception) =>
        exception.Code is { } code && (int)code / 1000 == (int)HubErrorCode.GenericTooManyRequests / 1000;

    public static HubException Stopping() => new(HubErrorCode.ServiceUnavailable, "The hub is stopping.");

    private static HubException Throttled(HubErrorCode code, HubMeter meter, MeterRate rate, string why, TimeSpan? retryAfter) =>
        new(code, $"The request is throttled: {MeterNames.Of(meter)} may be {rate}, and {why}. {Advice}") { RetryAfter = retryAfter };
}
