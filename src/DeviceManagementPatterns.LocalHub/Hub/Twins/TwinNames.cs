using System.Buffers;
using System.Text;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>Which member names a twin allows.</summary>
internal static class TwinNames
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(". $" + Controls());

    /// <summary>Null where the name is allowed, else what is wrong with it.</summary>
    public static string? Fault(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            return "is empty";
        }

        var bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes > TwinLimits.MaxKeyBytes)
        {
            return $"has {bytes} bytes; at most {TwinLimits.MaxKeyBytes} are allowed";
        }

        var at = name.IndexOfAny(Forbidden);
        return at < 0 ? null : $"holds {Describe(name[at])}; names must not hold '.', '$', a space or control characters";
    }

    private static string Describe(char forbidden) => char.IsControl(forbidden) ? $"U+{(int)forbidden:X4}" : $"'{forbidden}'";

    private static string Controls() => string.Concat(Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl));
}
