using System.Globalization;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>The rules at work. Where there are none, a decision is one read of an empty array.</summary>
internal sealed class FaultEngine(TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private const int KeptHits = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<FaultHit> _hits = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger = loggers.CreateLogger("DeviceManagementPatterns.LocalHub.Faults");
    private volatile ActiveRule[] _rules = [];
    private long _lastHit;
    private int _lastId;

    public bool IsOff => _rules.Length == 0;

    public int Seed { get; private set; }

    public IReadOnlyList<ActiveRule> Rules => _rules;

    /// <summary>Where stale queries are answered from; set by the hub that the rules are for.</summary>
    public StaleIndexes? Indexes { get; set; }

    /// <summary>How many hits there were since the script was loaded.</summary>
    public long HitCount => Volatile.Read(ref _lastHit);

    /// <summary>The latest hits, oldest first.</summary>
    public IReadOnlyList<FaultHit> Hits
    {
        get
        {
            lock (_gate)
            {
                return [.. _hits];
            }
        }
    }

    /// <summary>Replaces all rules; hits and random streams start anew.</summary>
    /// <exception cref="ArgumentException">Two rules have one id, or a rule is not valid.</exception>
    public void Load(FaultScript script)
    {
        var rules = script.Rules.Select(FaultRuleCheck.Checked).ToList();
        lock (_gate)
        {
            ReleaseIndexes();
            (_rules, Seed, _lastHit, _lastId) = ([], script.Seed, 0, 0);
            _hits.Clear();
            try
            {
                rules.ForEach(rule => Start(rule));
            }
            catch (ArgumentException)
            {
                ReleaseIndexes();
                _rules = [];
                throw;
            }
        }
    }

    /// <exception cref="ArgumentException">The rule's id is taken, or the rule is not valid.</exception>
    public ActiveRule Add(FaultRule rule)
    {
        FaultRuleCheck.Checked(rule);
        lock (_gate)
        {
            return Start(rule);
        }
    }

    public void Remove(ActiveRule active)
    {
        lock (_gate)
        {
            if (_rules.Contains(active))
            {
                _rules = [.. _rules.Where(other => other != active)];
                Release(active);
                _logger.FaultRemoved(active.Rule.Id!, active.Hits);
            }
        }
    }

    /// <summary>Asks the rules in their order; the first that does more than delay has the last word.</summary>
    public FaultDecision Decide(in FaultCall call) => IsOff ? default : Ask(call);

    /// <summary>The index that a query is answered from; null for the hub's own state.</summary>
    public LaggingIndex? FindIndex() => IsOff ? null : AskForIndex(new FaultCall(FaultOperation.Query, null));

    /// <summary>How wrong the clock is now.</summary>
    public TimeSpan Skew()
    {
        var skew = TimeSpan.Zero;
        foreach (var active in _rules)
        {
            if (active.Rule.Kind == FaultKind.Skew && active.IsTime(time.GetElapsedTime(active.AddedAt)))
            {
                skew += active.Rule.By!.Value;
            }
        }

        return skew;
    }

    /// <summary>Does something now or, by the hub's own time, later. What it throws is logged.</summary>
    public void Later(TimeSpan delay, Action act)
    {
        if (delay == TimeSpan.Zero)
        {
            act();
        }
        else
        {
            _ = ActLaterAsync(delay, act);
        }
    }

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, time, cancellationToken);

    /// <summary>Waits until the caller gives up.</summary>
    public Task WaitInVainAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);

    public void Dispose() => _stopping.Cancel();

    private FaultDecision Ask(in FaultCall call)
    {
        var delay = TimeSpan.Zero;
        lock (_gate)
        {
            foreach (var active in _rules)
            {
                if (active.Rule.Kind is FaultKind.Stale || !active.Hit(call, time.GetElapsedTime(active.AddedAt)))
                {
                    continue;
                }

                Note(active.Rule, call);
                if (active.Rule.Kind != FaultKind.Delay)
                {
                    return new FaultDecision(active.Rule, delay);
                }

                delay += active.Rule.By!.Value;
            }
        }

        return new FaultDecision(null, delay);
    }

    private LaggingIndex? AskForIndex(in FaultCall call)
    {
        lock (_gate)
        {
            foreach (var active in _rules)
            {
                if (active.Rule.Kind is FaultKind.Stale && active.Hit(call, time.GetElapsedTime(active.AddedAt)))
                {
                    Note(active.Rule, call);
                    return active.Index;
                }
            }
        }

        return null;
    }

    private void Note(FaultRule rule, in FaultCall call)
    {
        var hit = new FaultHit(
            ++_lastHit, time.GetUtcNow(), rule.Id!, rule.Kind, call.Operation, call.Id?.ToString(), call.Method ?? call.Path);
        _hits.Enqueue(hit);
        if (_hits.Count > KeptHits)
        {
            _hits.Dequeue();
        }

        _logger.FaultHit(hit.RuleId, hit.Number, hit.Kind, hit.Operation, LogText.Of(hit.DeviceId ?? "-"), LogText.Of(hit.Name ?? "-"));
    }

    private ActiveRule Start(FaultRule rule)
    {
        var named = rule.Id is null ? rule with { Id = NextId() } : rule;
        if (_rules.Any(other => other.Rule.Id == named.Id))
        {
            throw new ArgumentException($"id '{named.Id}' is taken by another rule: give another, or remove that one first.");
        }

        var active = new ActiveRule(named, Seed)
        {
            AddedAt = time.GetTimestamp(),
            Index = named.Kind == FaultKind.Stale ? Indexes?.Add(named.By!.Value) : null,
        };
        _rules = [.. _rules, active];
        _logger.FaultAdded(named.Id!, named.ToString());
        return active;
    }

    private string NextId()
    {
        string id;
        do
        {
            id = string.Create(CultureInfo.InvariantCulture, $"rule-{++_lastId}");
        }
        while (_rules.Any(other => other.Rule.Id == id));

        return id;
    }

    private void ReleaseIndexes() => Array.ForEach(_rules, Release);

    private void Release(ActiveRule active)
    {
        if (active.Index is { } index)
        {
            Indexes?.Remove(index);
        }
    }

    private async Task ActLaterAsync(TimeSpan delay, Action act)
    {
        try
        {
            await Task.Delay(delay, time, _stopping.Token).ConfigureAwait(false);
            act();
        }
        catch (OperationCanceledException)
        {
            // The hub has stopped.
        }
#pragma warning disable CA1031 // Nobody waits for this.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _logger.FaultBroke(e);
        }
    }
}
