using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.AzureDevices.Tests.Fakes;

/// <summary>A clock that is moved by hand and tells when someone has begun to wait, so that it is not moved too early.</summary>
internal sealed class WatchedTimeProvider : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    public async Task WaiterAsync(TimeSpan dueTime)
    {
        await foreach (var begun in _timers.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (begun == dueTime)
            {
                return;
            }
        }
    }

    public async Task LetPassAsync(TimeSpan dueTime)
    {
        await WaiterAsync(dueTime);
        Advance(dueTime);
    }
}
