namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>The hub's clock: what it reads can be wrong, how fast it runs cannot, so timers and time-outs are right.</summary>
internal sealed class SkewedClock(TimeProvider time, FaultEngine faults) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => faults.IsOff ? time.GetUtcNow() : time.GetUtcNow() + faults.Skew();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
