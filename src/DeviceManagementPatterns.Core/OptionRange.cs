namespace DeviceManagementPatterns;

/// <summary>Checks an option against its range, in words that name the option, its value and the range.</summary>
internal static class OptionRange
{
    public static string? Check(string option, TimeSpan value, TimeSpan min, TimeSpan max) => value < min || value > max
        ? $"{option} is {value}; it takes {min} to {max}."
        : null;

    public static string? Check(string option, int value, int min, int max) => value < min || value > max
        ? $"{option} is {value}; it takes {min} to {max}."
        : null;
}
