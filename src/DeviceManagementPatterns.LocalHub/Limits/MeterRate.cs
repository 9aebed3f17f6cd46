using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>So much in so long.</summary>
internal readonly record struct MeterRate(int Amount, TimeSpan Period)
{
    public static MeterRate PerSecond(int amount) => new(amount, TimeSpan.FromSeconds(1));

    public static MeterRate PerMinute(int amount) => new(amount, TimeSpan.FromMinutes(1));

    /// <summary>What the rate gives in some time, at least in one period; rounded up.</summary>
    public long AmountIn(TimeSpan time)
    {
        var ticks = Math.Max(time.Ticks, Period.Ticks);
        return (long)(((Int128)Amount * ticks + Period.Ticks - 1) / Period.Ticks);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Amount} per {(Period == TimeSpan.FromMinutes(1) ? "minute" : "second")}");
}
