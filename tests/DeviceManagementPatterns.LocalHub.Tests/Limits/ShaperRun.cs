using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

/// <summary>What became of some traffic, judged by nothing but who was served when.</summary>
internal sealed class ShaperRun
{
    private readonly Traffic _traffic;
    private readonly TrafficShaper _shaper;
    private readonly List<(ShaperTicket Ticket, long Asked)> _waiting = [];
    private readonly List<(long At, int Cost)> _served = [];
    private readonly List<int> _order = [];
    private readonly Dictionary<ShaperTicket, int> _numbers = [];

    private ShaperRun(Traffic traffic)
    {
        _traffic = traffic;
        _shaper = new TrafficShaper(new ShaperSettings(traffic.Rate, traffic.Burst, traffic.QueueLength, traffic.MaxWait), now: 0);
    }

    /// <summary>Requests that were neither served nor refused nor withdrawn in the end.</summary>
    public IEnumerable<ShaperTicket> Unanswered => _waiting.Select(waiting => waiting.Ticket);

    public IEnumerable<int> ServedOrder => _order;

    public long LongestWait { get; private set; }

    public int MostWaiting { get; private set; }

    public bool IdleWhileSomeoneWaits { get; private set; }

    /// <summary>By how much the fullest window of all exceeds burst + rate × length, in grains; exact.</summary>
    public Int128 MaxExcess
    {
        get
        {
            Int128 max = long.MinValue;
            for (var from = 0; from < _served.Count; from++)
            {
                Int128 grains = 0;
                for (var to = from; to < _served.Count; to++)
                {
                    grains += (Int128)Math.Min(_served[to].Cost, _traffic.Burst) * _traffic.Rate.Period.Ticks;
                    var allowed = ((Int128)_traffic.Burst * _traffic.Rate.Period.Ticks)
                        + ((Int128)_traffic.Rate.Amount * (_served[to].At - _served[from].At));
                    max = Int128.Max(max, grains - allowed);
                }
            }

            return max;
        }
    }

    public static ShaperRun Of(Traffic traffic)
    {
        var run = new ShaperRun(traffic);
        run.Go();
        return run;
    }

    private void Go()
    {
        var now = 0L;
        foreach (var (pause, cost, digit) in _traffic.Steps)
        {
            now += TimeSpan.FromMilliseconds(pause).Ticks;
            TakeTurns(now);
            if (digit == 0 && _waiting.Count > 0)
            {
                _shaper.Withdraw(_waiting[0].Ticket).ShouldBeTrue();
                _waiting.RemoveAt(0);
                TakeTurns(now);
                continue;
            }

            Ask(new ShaperTicket(cost), now);
        }

        TakeTurns(now + _traffic.MaxWait.Ticks);
    }

    private void Ask(ShaperTicket ticket, long now)
    {
        _numbers.Add(ticket, _numbers.Count);
        switch (_shaper.Ask(ticket, now))
        {
            case ShaperAnswer.Served:
                _waiting.ShouldBeEmpty();
                Note(ticket, now);
                break;
            case ShaperAnswer.Queued:
                _waiting.Add((ticket, now));
                MostWaiting = Math.Max(MostWaiting, _waiting.Count);
                break;
            default:
                _waiting.Count.ShouldBe(_traffic.QueueLength);
                break;
        }
    }

    private void TakeTurns(long now)
    {
        while (_shaper.Take(now) is { } turn)
        {
            var at = _waiting.FindIndex(waiting => waiting.Ticket == turn.Ticket);
            at.ShouldBe(0);
            var asked = _waiting[at].Asked;
            _waiting.RemoveAt(at);
            LongestWait = Math.Max(LongestWait, turn.At - asked);
            if (turn.IsServed)
            {
                Note(turn.Ticket, turn.At);
            }
            else
            {
                turn.At.ShouldBe(asked + _traffic.MaxWait.Ticks);
            }
        }

        IdleWhileSomeoneWaits |= _waiting.Count > 0 && _shaper.NextTurn is null;
    }

    private void Note(ShaperTicket ticket, long at)
    {
        _served.Add((at, ticket.Cost));
        _order.Add(_numbers[ticket]);
    }
}
