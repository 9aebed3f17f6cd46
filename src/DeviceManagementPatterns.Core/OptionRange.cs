namespace DeviceManagementPatterns;

/// <summary>Checks an option against its range, in words that name the option, its value and the range.</summary>
internal static class OptionRange
{
    /// <returns>What is wrong; null where nothing is.</returns>
    public static string? Problem<T>(string owner, string name, T value, T min, T max)
        where T : IComparable<T> => value.CompareTo(min) < 0 || value.CompareTo(max) > 0
        ? $"{owner}.{name} is {value}: it must be from {min} to {max}."
        : null;

    /// <exception cref="ArgumentException">The value is out of its range.</exception>
    public static void Check<T>(string owner, string name, T value, T min, T max)
        where T : IComparable<T>
    {
        if (Problem(owner, name, value, min, max) is { } problem)
        {
            throw new ArgumentException(problem);
        }
    }
}
