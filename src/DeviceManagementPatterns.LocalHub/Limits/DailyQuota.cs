namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>The messages of one day, midnight to midnight UTC.</summary>
internal sealed class DailyQuota(long messages)
{
    private readonly Lock _gate = new();
    private DateOnly _day;
    private long _used;

    public long Messages { get; } = messages;

    public long UsedOn(DateTimeOffset now)
    {
        lock (_gate)
        {
            Renew(now);
            return _used;
        }
    }

    /// <returns>False where the day has not so many left; nothing is taken then.</returns>
    public bool TryTake(int count, DateTimeOffset now)
    {
        lock (_gate)
        {
            Renew(now);
            if (_used + count > Messages)
            {
                return false;
            }

            _used += count;
            return true;
        }
    }

    /// <summary>What was taken and came to nothing.</summary>
    public void GiveBack(int count, DateTimeOffset now)
    {
        lock (_gate)
        {
            Renew(now);
            _used = Math.Max(0, _used - count);
        }
    }

    private void Renew(DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        if (day != _day)
        {
            (_day, _used) = (day, 0);
        }
    }
}
