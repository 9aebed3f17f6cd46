namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>Text in which <c>*</c> stands for any run of characters, also none. Case counts.</summary>
internal static class Wildcard
{
    /// <summary>A pattern that is null fits everything, a text that is null only that.</summary>
    public static bool Fits(string? pattern, string? text) => pattern is null || (text is not null && Fits(pattern.AsSpan(), text));

    private static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (at, star, resume) = (0, -1, 0);
        for (var i = 0; i < text.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, resume) = (at++, i);
            }
            else if (at < pattern.Length && pattern[at] == text[i])
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                i = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].IndexOfAnyExcept('*') < 0;
    }
}
