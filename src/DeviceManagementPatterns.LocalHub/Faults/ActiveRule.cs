namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>A rule at work: what it has counted, and its own random stream. One call at a time.</summary>
internal sealed class ActiveRule(FaultRule rule, int seed)
{
    private readonly FaultRandom _random = new(seed, rule.Id ?? "");
    private long _calls;
    private long _hits;

    public FaultRule Rule { get; } = rule;

    /// <summary>How many calls fitted.</summary>
    public long Calls => Volatile.Read(ref _calls);

    public long Hits => Volatile.Read(ref _hits);

    /// <summary>What queries are answered from; null for all kinds but stale.</summary>
    public LaggingIndex? Index { get; init; }

    /// <summary>When the rule was added, as a timestamp of the clock.</summary>
    public long AddedAt { get; init; }

    public bool IsTime(TimeSpan age) => age >= Rule.After && (Rule.Until is not { } until || age < until);

    /// <summary>Counts a call that fits, and decides whether it is hit.</summary>
    public bool Hit(in FaultCall call, TimeSpan age)
    {
        if (!Fits(call) || !IsTime(age))
        {
            return false;
        }

        Volatile.Write(ref _calls, _calls + 1);
        var number = _calls - Rule.Skip;
        if (number < 1 || number > (Rule.First ?? long.MaxValue) || number % Rule.Every != 0)
        {
            return false;
        }

        // Drawn for every candidate, also when all hits are spent: the stream must not depend on how many there were.
        var isDrawn = Rule.Probability >= 1 || _random.Next() < Rule.Probability;
        if (!isDrawn || _hits >= (Rule.Times ?? long.MaxValue))
        {
            return false;
        }

        Volatile.Write(ref _hits, _hits + 1);
        return true;
    }

    private bool Fits(in FaultCall call) =>
        (Rule.Operation == call.Operation || (Rule.Operation == FaultOperation.RestCall && FaultMatrix.IsRest(call.Operation)))
        && Wildcard.Fits(Rule.Device, call.Id?.ToString())
        && Wildcard.Fits(Rule.Method, call.Method)
        && Wildcard.Fits(Rule.Path, call.Path);
}
