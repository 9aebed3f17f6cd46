using System.Diagnostics.CodeAnalysis;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>The words of kinds and operations.</summary>
internal static class FaultWords
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    public static bool TryParse<T>([NotNullWhen(true)] string? word, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Of(candidate) == word)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    public static string List<T>(IEnumerable<T> values)
        where T : struct, Enum => string.Join(", ", values.Select(Of));

    public static string ListAll<T>()
        where T : struct, Enum => List(Enum.GetValues<T>());
}
