using System.Globalization;
using System.Text.RegularExpressions;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>Stretches of time as scripts write them: <c>250ms</c>, <c>2s</c>, <c>1.5m</c>, <c>1h</c>, <c>1d</c>, with a sign where one makes sense.</summary>
internal static partial class FaultSpan
{
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        var match = Form().Match(text);
        if (!match.Success || !double.TryParse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var ticks = number * TicksOf(match.Groups["unit"].Value);
        if (Math.Abs(ticks) > TimeSpan.TicksPerDay * 36500.0)
        {
            return false;
        }

        span = new TimeSpan((long)Math.Round(ticks));
        return true;
    }

    public static string Format(TimeSpan span)
    {
        var (ticks, unit) = span.Ticks switch
        {
            var all when all % TimeSpan.TicksPerDay == 0 && all != 0 => (TimeSpan.TicksPerDay, "d"),
            var all when all % TimeSpan.TicksPerHour == 0 && all != 0 => (TimeSpan.TicksPerHour, "h"),
            var all when all % TimeSpan.TicksPerMinute == 0 && all != 0 => (TimeSpan.TicksPerMinute, "m"),
            var all when all % TimeSpan.TicksPerSecond == 0 => (TimeSpan.TicksPerSecond, "s"),
            _ => (TimeSpan.TicksPerMillisecond, "ms"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)span.Ticks / ticks}{unit}");
    }

    private static double TicksOf(string unit) => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => TimeSpan.TicksPerDay,
    };

    [GeneratedRegex(@"^(?<number>[+-]?[0-9]+(\.[0-9]+)?)(?<unit>ms|s|m|h|d)$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
