using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>A stretch of time: seconds, or with a unit as in <c>90s</c>, <c>5m</c> and <c>1h</c>.</summary>
internal sealed class DurationOption : Option<TimeSpan>
{
    private readonly TimeSpan _shortest;
    private readonly TimeSpan _longest;

    public DurationOption(string name, string description, TimeSpan shortest, TimeSpan longest, TimeSpan absent)
        : base(name)
    {
        _shortest = shortest;
        _longest = longest;
        HelpName = "TIME";
        Description = $"{description} {Format(shortest)} to {Format(longest)}; the default is {Format(absent)}.";
        CustomParser = Read;
        Absent = absent;
    }

    private TimeSpan Absent { get; }

    public static DurationOption ConnectTimeout() => new(
        "--connect-timeout", "How long the hub waits for a device that is offline.", TimeSpan.Zero, TimeSpan.FromMinutes(5), TimeSpan.Zero);

    public TimeSpan In(ParseResult arguments) => arguments.GetResult(this) is null ? Absent : arguments.GetValue(this);

    internal static bool TryParse(string text, out TimeSpan duration)
    {
        var unit = text.Length > 0 ? text[^1] : ' ';
        var number = char.IsAsciiLetter(unit) ? text[..^1] : text;
        duration = default;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        TimeSpan? read = unit switch
        {
            'h' => TimeSpan.FromHours(count),
            'm' => TimeSpan.FromMinutes(count),
            's' or (>= '0' and <= '9') => TimeSpan.FromSeconds(count),
            _ => null,
        };
        duration = read ?? default;
        return read is not null;
    }

    internal static string Format(TimeSpan duration) => duration switch
    {
        { TotalSeconds: 0 } => "0",
        { Minutes: 0, Seconds: 0 } => $"{duration.TotalHours:0}h",
        { Seconds: 0 } => $"{duration.TotalMinutes:0}m",
        _ => $"{duration.TotalSeconds:0}s",
    };

    private TimeSpan Read(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (!TryParse(text, out var duration))
        {
            result.AddError($"{Name} '{text}' is no stretch of time: write seconds, or a whole number with s, m or h, such as 90s or 5m.");
        }
        else if (duration < _shortest || duration > _longest)
        {
            result.AddError($"{Name} '{text}' is out of range: {Format(_shortest)} to {Format(_longest)}.");
        }

        return duration;
    }
}
