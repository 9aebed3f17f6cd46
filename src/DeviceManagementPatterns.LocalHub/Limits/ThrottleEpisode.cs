namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>
/// A stretch of time in which a meter holds requests back. It ends when none was held back for a while, so that a meter at the edge of its
/// rate is told about once and not at every request.
/// </summary>
internal sealed class ThrottleEpisode
{
    private static readonly long QuietTicks = TimeSpan.FromSeconds(10).Ticks;

    private long _lastHeldBack;
    private bool _isOn;

    public long Queued { get; private set; }

    public long Refused { get; private set; }

    /// <summary>When the episode ends if nothing more is held back; null while there is none.</summary>
    public long? End => _isOn ? _lastHeldBack + QuietTicks : null;

    /// <summary>A request is held back.</summary>
    /// <returns>True where an episode begins with it.</returns>
    public bool HoldBack(long now, bool isRefused)
    {
        var begins = !_isOn;
        if (begins)
        {
            (_isOn, Queued, Refused) = (true, 0, 0);
        }

        _lastHeldBack = now;
        (Queued, Refused) = isRefused ? (Queued, Refused + 1) : (Queued + 1, Refused);
        return begins;
    }

    /// <returns>True where the episode ends with this.</returns>
    public bool TryEnd(long now)
    {
        if (End is not { } end || now < end)
        {
            return false;
        }

        _isOn = false;
        return true;
    }
}
