namespace DeviceManagementPatterns.Http;

/// <summary>Whether and when a failed attempt is made again.</summary>
internal static class RetryRule
{
    /// <summary>A throttled call waits this many times the base: 10 seconds by default, as IoT Hub's guidance has it.</summary>
    private const int ThrottleFactor = 50;

    /// <summary>What makes a device act is repeated only where it was not read: nothing was sent, or the hub throttled it.</summary>
    public static bool Allows(HubRequest request, HubAttempt attempt, IotHubServiceOptions options) => attempt.Error switch
    {
        null or { Code: HubErrorCode.CertificateNotTrusted } => false,
        { RetryAfter: { } wait } when wait > options.MaxRetryDelay => false,
        { } error => !MayHaveBeenDone(attempt) || (request.IsRepeatable && error.IsTransient),
    };

    /// <summary>False where the hub certainly did not carry the request out: nothing was sent, or it was throttled unread.</summary>
    public static bool MayHaveBeenDone(HubAttempt attempt) =>
        !attempt.IsUnsent && !(attempt.Error is { } error && IsThrottled(error));

    /// <summary>What the hub asked for, else a random part of a pause that doubles.</summary>
    /// <param name="error">Why the attempt failed.</param>
    /// <param name="attempt">How many repetitions were made before this one.</param>
    /// <param name="options">The pauses' limits.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan DelayBefore(HubException? error, int attempt, IotHubServiceOptions options, double random)
    {
        if (error?.RetryAfter is { } asked)
        {
            return asked;
        }

        var first = options.RetryBaseDelay.TotalMilliseconds * (error is not null && IsThrottled(error) ? ThrottleFactor : 1);
        return TimeSpan.FromMilliseconds(random * Math.Min(options.MaxRetryDelay.TotalMilliseconds, first * Math.Pow(2, attempt)));
    }

    private static bool IsThrottled(HubException error) => error.Code is { } code && (int)code / 1000 == 429;
}
