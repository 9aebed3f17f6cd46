namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>When a connection ends if nothing happens: silence, and the end of the token. Read by the scan, written by the read loop.</summary>
internal sealed class MqttDeadline(TimeProvider time)
{
    private const double FarAwaySeconds = 1e9;

    private long _lastPacket = time.GetTimestamp();
    private long _idleTicks = TicksOf(MqttLimits.ConnectTimeout, time);
    private long _tokenEnd = long.MaxValue;

    public void Restart() => Volatile.Write(ref _lastPacket, time.GetTimestamp());

    /// <summary>The CONNECT is accepted: its keep-alive counts from now on, and the token's end.</summary>
    public void Begin(ushort keepAliveSeconds, DateTimeOffset tokenExpires)
    {
        var now = time.GetTimestamp();
        Volatile.Write(ref _tokenEnd, now + TicksOf(tokenExpires - time.GetUtcNow(), time));
        Volatile.Write(ref _idleTicks, TicksOf(MqttLimits.IdleTimeOf(keepAliveSeconds), time));
        Volatile.Write(ref _lastPacket, now);
    }

    /// <summary>Why the connection must end, or null.</summary>
    public string? Check(long now) => this switch
    {
        _ when now >= Volatile.Read(ref _tokenEnd) => "the token has expired",
        _ when now - Volatile.Read(ref _lastPacket) < Volatile.Read(ref _idleTicks) => null,
        _ when Volatile.Read(ref _tokenEnd) == long.MaxValue => "no CONNECT came in time",
        _ => "it was silent for one and a half times its keep-alive",
    };

    private static long TicksOf(TimeSpan span, TimeProvider time) => (long)(Math.Min(span.TotalSeconds, FarAwaySeconds) * time.TimestampFrequency);
}
