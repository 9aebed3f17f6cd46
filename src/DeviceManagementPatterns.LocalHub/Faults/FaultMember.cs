using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>One member of a rule but its kind and operation: the same in the short form and in scripts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Form">What it looks like, for messages.</param>
/// <param name="Read">Sets it from text; null where the text is none of the form.</param>
/// <param name="Write">Its text; null where it has its default.</param>
/// <param name="IsNumber">Whether scripts write it as a number.</param>
internal sealed record FaultMember(
    string Name, string Form, Func<FaultRule, string, FaultRule?> Read, Func<FaultRule, string?> Write, bool IsNumber = false)
{
    private const string Span = "a stretch of time such as 250ms, 2s, 5m, 1h or 1d";

    public static IReadOnlyList<FaultMember> All { get; } =
    [
        new("id", "a name of letters, digits, '-', '_' and '.'", (rule, text) => rule with { Id = text }, rule => rule.Id),
        new("device", "a device id, * for any characters", (rule, text) => rule with { Device = text }, rule => rule.Device),
        new("method", "a method's name, * for any characters", (rule, text) => rule with { Method = text }, rule => rule.Method),
        new("path", "a path, * for any characters", (rule, text) => rule with { Path = text }, rule => rule.Path),
        Count("skip", (rule, count) => rule with { Skip = count }, rule => rule.Skip == 0 ? null : rule.Skip),
        Count("first", (rule, count) => rule with { First = count }, rule => rule.First),
        Count("every", (rule, count) => rule with { Every = count }, rule => rule.Every == 1 ? null : rule.Every),
        new(
            "probability",
            "a number above 0 and up to 1",
            (rule, text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? rule with { Probability = number } : null,
            rule => rule.Probability is 1 ? null : rule.Probability.ToString("R", CultureInfo.InvariantCulture),
            IsNumber: true),
        Count("times", (rule, count) => rule with { Times = count }, rule => rule.Times),
        Time("after", (rule, span) => rule with { After = span }, rule => rule.After == TimeSpan.Zero ? null : rule.After),
        Time("until", (rule, span) => rule with { Until = span }, rule => rule.Until),
        Time("by", (rule, span) => rule with { By = span }, rule => rule.By),
        new(
            "code",
            "one of IoT Hub's error codes, such as 429001 or ThrottlingException",
            (rule, text) => FaultCodes.TryParse(text, out var code) ? rule with { Code = code } : null,
            rule => rule.Code is { } code ? ((int)code).ToString(CultureInfo.InvariantCulture) : null,
            IsNumber: true),
        Time("retryAfter", (rule, span) => rule with { RetryAfter = span }, rule => rule.RetryAfter),
        Count("copies", (rule, count) => rule with { Copies = count }, rule => rule.Copies == 1 ? null : rule.Copies),
    ];

    public static string Names => string.Join(", ", All.Select(member => member.Name));

    public static FaultMember? Find(string name) => All.FirstOrDefault(member => member.Name == name);

    /// <exception cref="ArgumentException">The text is not of the member's form.</exception>
    public FaultRule Set(FaultRule rule, string text) => Read(rule, text) is { } read && text.Length > 0
        ? read
        : throw new ArgumentException($"{Name} '{LogText.Of(text)}' is not right: give {Form}.");

    private static FaultMember Count(string name, Func<FaultRule, int, FaultRule> set, Func<FaultRule, int?> get) => new(
        name,
        "a whole number",
        (rule, text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? set(rule, count) : null,
        rule => get(rule)?.ToString(CultureInfo.InvariantCulture),
        IsNumber: true);

    private static FaultMember Time(string name, Func<FaultRule, TimeSpan, FaultRule> set, Func<FaultRule, TimeSpan?> get) => new(
        name,
        Span,
        (rule, text) => FaultSpan.TryParse(text, out var span) ? set(rule, span) : null,
        rule => get(rule) is { } span ? FaultSpan.Format(span) : null);
}
