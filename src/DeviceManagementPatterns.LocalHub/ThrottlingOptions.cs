namespace DeviceManagementPatterns.LocalHub;

/// <summary>
/// How a hub with a tier shapes traffic above its rates: a burst is served at once, then requests wait and leave at the rate, then they
/// are refused with 429. The cloud documents that it does so and not the sizes; these are LocalHub's.
/// </summary>
public sealed class ThrottlingOptions
{
    /// <summary>
    /// How much is served at once after a quiet time, as time at a meter's rate, from 0 to 1 hour. The default is 10 seconds. A meter never
    /// takes less than its own period: a minute's worth where the rate is given per minute, a second's worth where it is given per second.
    /// </summary>
    public TimeSpan Burst { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many requests may wait at one meter, from 0 to 100,000; one more is refused with 429002. The default is 100. With 0 nothing
    /// waits, and what is above the burst is refused with 429001. Direct methods never wait, because their own time-outs would run
    /// meanwhile; the operations of jobs on devices wait without a limit.
    /// </summary>
    public int QueueLength { get; set; } = 100;

    /// <summary>How long a request may wait, from 1 millisecond to 1 hour, before it is refused with 429003. The default is 10 seconds.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether a 429 over REST says by the header <c>Retry-After</c> when the queue will have drained. The default is false: whether the
    /// cloud sends it is not known.
    /// </summary>
    public bool RetryAfter { get; set; }

    /// <summary>
    /// How many direct methods may be in flight or wait at one device, from 1; one more is refused with 403800. The cloud's number is not
    /// known; the default is 50. Null for any number.
    /// </summary>
    public int? MaxMethodsPerDevice { get; set; } = 50;
}
