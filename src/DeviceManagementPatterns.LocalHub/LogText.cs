namespace DeviceManagementPatterns.LocalHub;

/// <summary>Text of a stranger's making, fit to stand in a log line: short, and without control characters.</summary>
internal static class LogText
{
    private const int MaxLength = 160;

    public static string Of(string? text)
    {
        var kept = text is { Length: > MaxLength } ? text[..MaxLength] + "…" : text ?? "";
        return kept.Any(char.IsControl) ? string.Concat(kept.Select(c => char.IsControl(c) ? '?' : c)) : kept;
    }
}
