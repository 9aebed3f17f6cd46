using System.Buffers.Text;
using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>Times as the hub prints them: UTC with seven digits of a second, and a fixed text for "never".</summary>
internal static class HubTime
{
    private const int RoundTripLength = 28;

    private static ReadOnlySpan<byte> Never => "0001-01-01T00:00:00Z"u8;

    public static void Write(Utf8JsonWriter writer, DateTimeOffset time)
    {
        if (time == default)
        {
            writer.WriteStringValue(Never);
            return;
        }

        Span<byte> text = stackalloc byte[RoundTripLength];
        Utf8Formatter.TryFormat(time.UtcDateTime, text, out _, 'O');
        writer.WriteStringValue(text);
    }
}
