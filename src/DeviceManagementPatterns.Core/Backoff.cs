namespace DeviceManagementPatterns;

/// <summary>Exponential backoff with full jitter: a random delay between nothing and a ceiling that doubles with each attempt.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan max, Func<double>? randomizer = null)
{
    private readonly Func<double> _random = randomizer ?? Random.Shared.NextDouble;

    /// <param name="attempt">The attempt that failed, from 0.</param>
    public TimeSpan DelayBefore(int attempt)
    {
        var ceiling = Math.Min(first.Ticks * Math.Pow(2, Math.Min(attempt, 40)), max.Ticks);
        return TimeSpan.FromTicks((long)(ceiling * _random()));
    }
}
