using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Hosting;

/// <summary>The part of the options that is about tiers and throttles.</summary>
internal static class CheckedLimits
{
    private const int MaxQueueLength = 100_000;
    private const string Throttling = nameof(LocalHubOptions.Throttling);

    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);

    /// <exception cref="ArgumentException">An option is not valid; the message names the option, its value and the fix.</exception>
    public static void Check(LocalHubOptions options)
    {
        CheckTier(options.Tier, options.Units);
        var throttling = options.Throttling;
        ArgumentNullException.ThrowIfNull(throttling);
        CheckTime(throttling.Burst, TimeSpan.Zero, nameof(ThrottlingOptions.Burst));
        CheckTime(throttling.MaxWait, TimeSpan.FromMilliseconds(1), nameof(ThrottlingOptions.MaxWait));
        if (throttling.QueueLength is < 0 or > MaxQueueLength)
        {
            throw Fault($"{Throttling}.{nameof(ThrottlingOptions.QueueLength)} is {throttling.QueueLength}: give 0 to {MaxQueueLength}.");
        }

        if (throttling.MaxMethodsPerDevice < 1)
        {
            throw Fault(
                $"{Throttling}.{nameof(ThrottlingOptions.MaxMethodsPerDevice)} is {throttling.MaxMethodsPerDevice}: give 1 or more, or null for any number.");
        }
    }

    public static ThrottlingOptions Copy(ThrottlingOptions options) => new()
    {
        Burst = options.Burst,
        QueueLength = options.QueueLength,
        MaxWait = options.MaxWait,
        RetryAfter = options.RetryAfter,
        MaxMethodsPerDevice = options.MaxMethodsPerDevice,
    };

    private static void CheckTier(HubTier? tier, int units)
    {
        if (tier is { } unknown && !Enum.IsDefined(unknown))
        {
            throw Fault($"{nameof(LocalHubOptions.Tier)} is {unknown}: take one of {string.Join(", ", Enum.GetNames<HubTier>())}, or null for none.");
        }

        var max = tier is { } chosen ? TierQuotas.MaxUnits(chosen) : 1;
        if (units < 1 || units > max)
        {
            throw Fault(tier is null
                ? $"{nameof(LocalHubOptions.Units)} is {units} without a {nameof(LocalHubOptions.Tier)}: name a tier (dmp hub --tier), or leave it at 1."
                : $"{nameof(LocalHubOptions.Units)} is {units}: tier {tier} has 1 to {max}.");
        }
    }

    private static void CheckTime(TimeSpan time, TimeSpan shortest, string name)
    {
        if (time < shortest || time > LongestTime)
        {
            throw Fault($"{Throttling}.{name} is {time}: give {shortest} to {LongestTime}.");
        }
    }

    private static ArgumentException Fault(string message) => new(message);
}
