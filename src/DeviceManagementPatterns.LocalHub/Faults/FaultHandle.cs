namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>A rule at work. Disposing it removes the rule.</summary>
public sealed class FaultHandle : IDisposable
{
    private readonly FaultEngine _engine;
    private readonly ActiveRule _active;

    internal FaultHandle(FaultEngine engine, ActiveRule active) => (_engine, _active) = (engine, active);

    /// <summary>The rule, with its id.</summary>
    public FaultRule Rule => _active.Rule;

    /// <summary>The rule's id.</summary>
    public string Id => _active.Rule.Id!;

    /// <summary>How many calls have fitted the rule's filters, hit or not.</summary>
    public long CallCount => _active.Calls;

    /// <summary>How many calls the rule has hit. A skew is a state and hits nothing.</summary>
    public long HitCount => _active.Hits;

    /// <summary>Removes the rule; what it has already delayed still arrives. A second time does nothing.</summary>
    public void Dispose() => _engine.Remove(_active);
}
