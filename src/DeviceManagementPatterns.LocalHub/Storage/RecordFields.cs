namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Fields of records that more than one table has: what may be missing, times, and bytes.</summary>
internal static class RecordFields
{
    private const long NoTime = -1;

    public static void WriteOptional(this BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    public static string? ReadOptional(this BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    public static void WriteTime(this BinaryWriter writer, DateTimeOffset? time) => writer.Write(time?.UtcTicks ?? NoTime);

    /// <exception cref="FormatException">None was written.</exception>
    public static DateTimeOffset ReadTime(this BinaryReader reader) =>
        reader.ReadOptionalTime() ?? throw new FormatException("A time is missing.");

    public static DateTimeOffset? ReadOptionalTime(this BinaryReader reader) =>
        reader.ReadInt64() is var ticks && ticks == NoTime ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    public static void WriteBytes(this BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    public static byte[] ReadBytes(this BinaryReader reader) => reader.ReadBytes(reader.Read7BitEncodedInt());
}
