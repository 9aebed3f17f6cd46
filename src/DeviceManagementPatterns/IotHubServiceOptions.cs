using DeviceManagementPatterns.Dialing;

namespace DeviceManagementPatterns;

/// <summary>How a back end talks to its hub: whom it trusts, how long it waits and how often it tries again.</summary>
public sealed class IotHubServiceOptions
{
    /// <summary>
    /// A PEM file with the only authorities to trust. The default is the environment variable <c>DMP_CA_FILE</c>; where neither is set,
    /// the machine's own list of authorities counts. The host name is checked always.
    /// </summary>
    public string? CaFile { get; set; } = Environment.GetEnvironmentVariable(HubTrust.CaFileVariable);

    /// <summary>
    /// How long a token that is made from the key is valid: 1 minute to 1 day. It is renewed after four fifths. The default is 1 hour.
    /// </summary>
    public TimeSpan SasTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long one attempt of a call may take: 1 second to 10 minutes. The default is 60 seconds. Direct methods do not use it: they
    /// get their two timeouts and 10 seconds more.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often a call is made again: 0 to 100. The default is 4. Only reads and writes that an ETag guards are repeated after any
    /// passing failure; direct methods and other writes only where nothing was sent or the hub was throttling.
    /// </summary>
    public int MaxRetryAttempts { get; set; } = 4;

    /// <summary>
    /// The pause before the first repetition, doubled each time: 1 millisecond to 1 minute. The default is 200 milliseconds; a
    /// throttled call without a <c>Retry-After</c> waits fifty times as long. A random part of the pause is waited, so that many clients
    /// spread.
    /// </summary>
    public TimeSpan RetryBaseDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The longest pause, at least <see cref="RetryBaseDelay"/>, at most 1 hour. The default is 60 seconds. A hub that asks for a longer
    /// one with <c>Retry-After</c> is not waited for; <see cref="HubException.RetryAfter"/> tells the time.
    /// </summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A copy that nobody else changes.</summary>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    internal IotHubServiceOptions ValidatedCopy()
    {
        const string owner = nameof(IotHubServiceOptions);
        var copy = (IotHubServiceOptions)MemberwiseClone();
        OptionRange.Check(owner, nameof(SasTokenLifetime), copy.SasTokenLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        OptionRange.Check(owner, nameof(RequestTimeout), copy.RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        OptionRange.Check(owner, nameof(MaxRetryAttempts), copy.MaxRetryAttempts, 0, 100);
        OptionRange.Check(owner, nameof(RetryBaseDelay), copy.RetryBaseDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        OptionRange.Check(owner, nameof(MaxRetryDelay), copy.MaxRetryDelay, copy.RetryBaseDelay, TimeSpan.FromHours(1));
        return copy;
    }
}
