using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Reads a twin's tree. Properties that one write has touched share their stamp again.</summary>
internal sealed class TwinTreeReader(BinaryReader reader, TwinShapes shapes)
{
    private readonly Dictionary<(long Ticks, long Version), TwinStamp> _stamps = [];

    public TwinObject ReadObject()
    {
        var count = reader.Read7BitEncodedInt();
        if (count == 0)
        {
            return TwinObject.Empty;
        }

        var keys = new TwinKey[count];
        var slots = new TwinSlot[count];
        for (var i = 0; i < count; i++)
        {
            keys[i] = shapes.Key(reader.ReadString());
            var stamp = ReadStamp();
            slots[i] = new TwinSlot(ReadValue(), stamp);
        }

        return new TwinObject(shapes.Shape(keys), slots);
    }

    /// <summary>Null where none was written.</summary>
    public TwinStamp? ReadStamp()
    {
        var ticks = reader.ReadInt64();
        if (ticks == TwinTreeWriter.NoStamp)
        {
            return null;
        }

        var version = reader.ReadInt64();
        if (!_stamps.TryGetValue((ticks, version), out var stamp))
        {
            var time = new DateTimeOffset(ticks, TimeSpan.Zero);
            stamp = new TwinStamp(time, version == TwinTreeWriter.NoVersion ? null : version);
            _stamps.Add((ticks, version), stamp);
        }

        return stamp;
    }

    public TwinValue ReadValue() => (TwinValueKind)reader.ReadByte() switch
    {
        TwinValueKind.Null => TwinValue.Null,
        TwinValueKind.False => TwinValue.False,
        TwinValueKind.True => TwinValue.True,
        TwinValueKind.Number => ReadNumber(),
        TwinValueKind.String => TwinValue.Of(reader.ReadString()),
        TwinValueKind.Array => ReadArray(),
        TwinValueKind.Object => TwinValue.Of(ReadObject()),
        var kind => throw new FormatException($"There is no kind of value {(byte)kind}."),
    };

    private TwinValue ReadNumber()
    {
        if (reader.ReadBoolean())
        {
            return TwinValue.Of(reader.ReadInt64());
        }

        var value = reader.ReadDouble();
        return TwinValue.Of(value, reader.ReadBytes(reader.Read7BitEncodedInt()));
    }

    private TwinValue ReadArray()
    {
        var elements = new TwinValue[reader.Read7BitEncodedInt()];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = ReadValue();
        }

        return TwinValue.Of(elements);
    }
}
