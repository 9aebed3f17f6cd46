namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>How the hub counts: "Azure IoT Hub device twins", twin size. Null and arrays are not documented: 4, and the sum of the elements.</summary>
internal static class TwinSize
{
    public const int Number = 8;
    public const int Constant = 4;

    /// <summary>UTF-8 bytes, control characters (C0 and C1) left out.</summary>
    public static int OfText(ReadOnlySpan<byte> utf8)
    {
        var size = utf8.Length;
        for (var rest = utf8; ;)
        {
            var next = rest.IndexOfAnyInRange((byte)0x00, (byte)0x1F);
            if (next < 0)
            {
                break;
            }

            size--;
            rest = rest[(next + 1)..];
        }

        for (var rest = utf8; ;)
        {
            var next = rest.IndexOf((byte)0xC2);
            if (next < 0 || next + 1 >= rest.Length)
            {
                return size;
            }

            size -= rest[next + 1] is >= 0x80 and <= 0x9F ? 2 : 0;
            rest = rest[(next + 1)..];
        }
    }
}
