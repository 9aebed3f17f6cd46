using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>What goes wrong in a local hub. Nothing does until a rule is added; rules can be added and removed at any time.</summary>
public sealed class HubFaults
{
    private readonly Outage _outage;

    internal HubFaults(TimeProvider time, ILoggerFactory loggers)
    {
        Engine = new FaultEngine(time, loggers);
        Clock = new SkewedClock(time, Engine);
        _outage = new Outage(time, loggers);
    }

    /// <summary>The script's seed. The default is 0.</summary>
    public int Seed => Engine.Seed;

    /// <summary>The rules, in the order in which they are asked.</summary>
    public IReadOnlyList<FaultHandle> Rules => [.. Engine.Rules.Select(active => new FaultHandle(Engine, active))];

    /// <summary>The latest hits, at most 1000, oldest first.</summary>
    public IReadOnlyList<FaultHit> Hits => Engine.Hits;

    internal FaultEngine Engine { get; }

    internal SkewedClock Clock { get; }

    internal Outage Outage => _outage;

    /// <summary>Adds a rule behind the others.</summary>
    /// <param name="rule">What goes wrong, where, and when.</param>
    /// <exception cref="ArgumentException">The rule is not valid, or its id is taken.</exception>
    public FaultHandle Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new FaultHandle(Engine, Engine.Add(rule));
    }

    /// <summary>Adds a rule in its short form.</summary>
    /// <param name="rule">For example <c>delay methodReply 2s device=d1 times=3</c>.</param>
    /// <exception cref="ArgumentException">The text is no rule, or its id is taken.</exception>
    public FaultHandle Add(string rule) => Add(FaultRule.Parse(rule));

    /// <summary>Replaces all rules and the seed; hits are counted from 1 again, and random streams start anew.</summary>
    /// <param name="script">The rules.</param>
    /// <exception cref="ArgumentException">A rule is not valid, or two have one id.</exception>
    public void Load(FaultScript script)
    {
        ArgumentNullException.ThrowIfNull(script);
        Engine.Load(script);
    }

    /// <summary>Removes all rules and forgets the hits.</summary>
    public void Clear() => Engine.Load(new FaultScript { Seed = Seed });

    /// <summary>
    /// Ends all connections of devices, and resets every new connection and call until the time is over. Links in this process are not
    /// concerned; the hub's state stays as it is.
    /// </summary>
    /// <param name="time">How long, by <see cref="LocalHubOptions.TimeProvider"/>: above zero, up to a day. A new call replaces the time left.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not in the range.</exception>
    public void TakeDown(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromDays(1));
        _outage.Begin(time);
    }
}
