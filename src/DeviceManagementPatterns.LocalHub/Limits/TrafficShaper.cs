namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>
/// A token bucket with a queue, first come, first served. It knows no clock: whoever uses it brings the time in ticks of 100 ns and takes
/// the turns that are due before it asks for something new. It counts in whole grains, a token being as many grains as its rate's period
/// has ticks, so that nothing is rounded.
/// </summary>
internal sealed class TrafficShaper
{
    private readonly long _grainsPerTick;
    private readonly long _grainsPerToken;
    private readonly long _capacity;
    private readonly int _maxWaiting;
    private readonly long _maxWait;
    private readonly LinkedList<ShaperTicket> _queue = new();
    private long _level;
    private long _backlog;
    private long _asOf;

    public TrafficShaper(ShaperSettings settings, long now)
    {
        _grainsPerTick = settings.Rate.Amount;
        _grainsPerToken = settings.Rate.Period.Ticks;
        _capacity = settings.Burst * _grainsPerToken;
        _maxWaiting = settings.QueueLength;
        _maxWait = settings.MaxWait?.Ticks ?? long.MaxValue;
        _level = _capacity;
        _asOf = now;
    }

    public int WaitingCount => _queue.Count;

    /// <summary>When the next turn is due; null while nobody waits.</summary>
    public long? NextTurn => _queue.First is { } head ? Math.Min(ServedAt(head.Value), head.Value.Deadline) : null;

    /// <summary>How long it takes to serve all that wait, in ticks.</summary>
    public long TicksToDrain => TicksFor(_backlog - _level);

    public ShaperAnswer Ask(ShaperTicket ticket, long now)
    {
        Refill(now);
        var grains = GrainsOf(ticket);
        if (_queue.Count == 0 && _level >= grains)
        {
            _level -= grains;
            return ShaperAnswer.Served;
        }

        if (_queue.Count >= _maxWaiting)
        {
            return ShaperAnswer.Full;
        }

        ticket.Deadline = _maxWait == long.MaxValue ? long.MaxValue : now + _maxWait;
        ticket.Place = _queue.AddLast(ticket);
        _backlog += grains;
        return ShaperAnswer.Queued;
    }

    /// <summary>Takes the next turn that is due; null where none is.</summary>
    public ShaperTurn? Take(long now)
    {
        if (_queue.First?.Value is not { } head)
        {
            return null;
        }

        var servedAt = ServedAt(head);
        var isServed = servedAt <= head.Deadline;
        var at = isServed ? servedAt : head.Deadline;
        if (at > now)
        {
            return null;
        }

        Refill(at);
        Remove(head);
        _level -= isServed ? GrainsOf(head) : 0;
        return new ShaperTurn(head, at, isServed);
    }

    /// <summary>A request no longer waits; those behind it move up.</summary>
    /// <returns>False where it did not wait any more.</returns>
    public bool Withdraw(ShaperTicket ticket)
    {
        if (ticket.Place is null)
        {
            return false;
        }

        Remove(ticket);
        return true;
    }

    private void Remove(ShaperTicket ticket)
    {
        _queue.Remove(ticket.Place!);
        ticket.Place = null;
        _backlog -= GrainsOf(ticket);
    }

    /// <summary>What is larger than the burst takes the whole burst; otherwise it would wait for ever.</summary>
    private long GrainsOf(ShaperTicket ticket) => Math.Min(ticket.Cost * _grainsPerToken, _capacity);

    private long ServedAt(ShaperTicket head) => _asOf + TicksFor(GrainsOf(head) - _level);

    private long TicksFor(long grains) => grains <= 0 ? 0 : (grains + _grainsPerTick - 1) / _grainsPerTick;

    private void Refill(long now)
    {
        if (now > _asOf)
        {
            var ticks = now - _asOf;
            _level = ticks >= TicksFor(_capacity - _level) ? _capacity : _level + (ticks * _grainsPerTick);
            _asOf = now;
        }
    }
}
