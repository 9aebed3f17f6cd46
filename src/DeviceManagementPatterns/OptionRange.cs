namespace DeviceManagementPatterns;

/// <summary>Checks an option and says which one is wrong, what it is and what it may be.</summary>
internal static class OptionRange
{
    public static void Check<T>(string owner, string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentException($"{owner}.{name} is {value}: it must be from {least} to {most}.");
        }
    }
}
