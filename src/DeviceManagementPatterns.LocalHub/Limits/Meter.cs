using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>One meter of a running hub: a shaper with a clock, one timer, its counters and what is told about it.</summary>
internal sealed class Meter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HubMeter _kind;
    private readonly bool _tellsRetryAfter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TrafficShaper _shaper;
    private readonly ThrottleEpisode _episode = new();
    private readonly ITimer _timer;
    private readonly long _start;
    private MeterCounts _counts;
    private bool _isStopped;

    public Meter(HubMeter kind, ShaperSettings settings, bool tellsRetryAfter, TimeProvider time, ILogger logger)
    {
        (_kind, Settings, _tellsRetryAfter, _time, _logger) = (kind, settings, tellsRetryAfter, time, logger);
        _start = time.GetTimestamp();
        _shaper = new TrafficShaper(settings, now: 0);
        _timer = time.CreateTimer(static state => ((Meter)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ShaperSettings Settings { get; }

    public MeterCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _counts;
            }
        }
    }

    private long Now => _time.GetElapsedTime(_start).Ticks;

    /// <summary>Ends when the request may go on: at once within the burst, and otherwise in its turn.</summary>
    /// <exception cref="HubException">It is refused.</exception>
    public ValueTask AdmitAsync(int cost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wait = new MeterWait(cost);
        HubException? refusal = null;
        bool begins;
        lock (_gate)
        {
            if (_isStopped)
            {
                return ValueTask.FromException(LimitRefusals.Stopping());
            }

            var now = Now;
            TakeTurns(now);
            var answer = _shaper.Ask(wait, now);
            if (answer == ShaperAnswer.Served)
            {
                _counts = _counts with { Served = _counts.Served + 1 };
                return ValueTask.CompletedTask;
            }

            if (answer == ShaperAnswer.Full)
            {
                refusal = LimitRefusals.Full(_kind, Settings.Rate, Settings.QueueLength, RetryAfter());
            }

            _counts = refusal is null ? _counts with { Queued = _counts.Queued + 1 } : _counts with { Refused = _counts.Refused + 1 };
            begins = _episode.HoldBack(now, isRefused: refusal is not null);
            SetTimer(now);
        }

        if (begins)
        {
            _logger.ThrottlingBegan(MeterNames.Of(_kind), Settings.Rate);
        }

        return refusal is null ? WaitAsync(wait, cancellationToken) : ValueTask.FromException(refusal);
    }

    /// <summary>Refuses all that wait.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
            while (_shaper.Take(long.MaxValue) is { } turn)
            {
                ((MeterWait)turn.Ticket).Refuse(LimitRefusals.Stopping());
            }
        }

        _timer.Dispose();
    }

    private async ValueTask WaitAsync(MeterWait wait, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (meter, waiting) = ((Meter, MeterWait))state!;
                meter.Withdraw(waiting, token);
            },
            (this, wait));
        await wait.Served.ConfigureAwait(false);
    }

    private void Withdraw(MeterWait wait, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_shaper.Withdraw(wait))
            {
                wait.Cancel(cancellationToken);
                SetTimer(Now);
            }
        }
    }

    private void OnTimer()
    {
        bool ends;
        lock (_gate)
        {
            var now = Now;
            TakeTurns(now);
            ends = _shaper.WaitingCount == 0 && _episode.TryEnd(now);
            SetTimer(now);
        }

        if (ends)
        {
            _logger.ThrottlingEnded(MeterNames.Of(_kind), _episode.Queued, _episode.Refused);
        }
    }

    private void TakeTurns(long now)
    {
        while (_shaper.Take(now) is { } turn)
        {
            var wait = (MeterWait)turn.Ticket;
            if (turn.IsServed)
            {
                _counts = _counts with { Served = _counts.Served + 1 };
                wait.Serve();
                continue;
            }

            _counts = _counts with { Refused = _counts.Refused + 1 };
            _episode.HoldBack(now, isRefused: true);
            wait.Refuse(LimitRefusals.TooLate(_kind, Settings.Rate, Settings.MaxWait!.Value, RetryAfter()));
        }
    }

    /// <summary>For the next turn, or else for the end of the episode. Whole milliseconds, because a timer knows no less.</summary>
    private void SetTimer(long now)
    {
        if (!_isStopped && (_shaper.NextTurn ?? _episode.End) is { } due)
        {
            var milliseconds = Math.Ceiling(TimeSpan.FromTicks(Math.Max(0, due - now)).TotalMilliseconds);
            _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan? RetryAfter() => _tellsRetryAfter ? TimeSpan.FromTicks(_shaper.TicksToDrain) : null;
}
