using System.Buffers;
using System.Text;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>How the hub counts: "Azure IoT Hub device twins", twin size. Null and arrays are not documented: 4, and the sum of the elements.</summary>
internal static class TwinSize
{
    public const int Number = 8;
    public const int Constant = 4;

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range('\u0000', 0x20).Concat(Enumerable.Range('\u0080', 0x20)).Select(code => (char)code)]);

    /// <summary>UTF-8 bytes, control characters (C0 and C1) left out.</summary>
    public static int OfText(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        for (var rest = text.AsSpan(); ; rest = rest[1..])
        {
            var next = rest.IndexOfAny(Controls);
            if (next < 0)
            {
                return size;
            }

            rest = rest[next..];
            size -= rest[0] < 0x80 ? 1 : 2;
        }
    }
}
