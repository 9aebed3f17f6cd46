namespace DeviceManagementPatterns.Mqtt;

/// <summary>How long to wait before a connection is tried again: a random part of a pause that doubles (full jitter).</summary>
internal static class LinkBackoff
{
    /// <summary>A link that lived shorter than this was no success: two devices with one id throw each other out for ever.</summary>
    public static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RefusedBaseDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RefusedMaxDelay = TimeSpan.FromSeconds(60);

    /// <param name="failures">How many attempts failed before this one, of this kind.</param>
    /// <param name="wasRefused">Whether the hub refused the credential; that is tried again slowly, since someone must act first.</param>
    /// <param name="options">The pauses' limits.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan DelayBefore(int failures, bool wasRefused, IotHubDeviceOptions options, double random)
    {
        var (first, most) = wasRefused ? (RefusedBaseDelay, RefusedMaxDelay) : (options.ReconnectBaseDelay, options.ReconnectMaxDelay);
        var ceiling = Math.Min(most.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, failures));
        return TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wasRefused ? ceiling * (1 + random) / 2 : ceiling * random)));
    }
}
