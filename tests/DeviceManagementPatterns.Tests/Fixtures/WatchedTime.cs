using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.Tests.Fixtures;

/// <summary>A clock that the test moves, and that tells when someone has begun to wait, so that it is not moved too early.</summary>
public sealed class WatchedTime() : FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly List<(Func<TimeSpan, bool> Matches, TaskCompletionSource Seen)> _watchers = [];

    /// <summary>Ends when someone waits for a time that matches; waits that began before count too, each for one watcher.</summary>
    public async Task WaitBeginsAsync(Func<TimeSpan, bool> matches, CancellationToken cancellationToken)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            var found = _waits.FindIndex(wait => matches(wait));
            if (found >= 0)
            {
                _waits.RemoveAt(found);
                return;
            }

            _watchers.Add((matches, seen));
        }

        await seen.Task.WaitAsync(cancellationToken);
    }

    public Task WaitBeginsAsync(TimeSpan span, CancellationToken cancellationToken) =>
        WaitBeginsAsync(wait => wait == span, cancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            var found = _watchers.FindIndex(watcher => watcher.Matches(dueTime));
            if (found >= 0)
            {
                _watchers[found].Seen.SetResult();
                _watchers.RemoveAt(found);
            }
            else
            {
                _waits.Add(dueTime);
            }
        }

        return timer;
    }
}
