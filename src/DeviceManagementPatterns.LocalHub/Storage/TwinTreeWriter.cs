using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Writes a twin's tree.</summary>
internal static class TwinTreeWriter
{
    /// <summary>Stands for a stamp that is not there.</summary>
    public const long NoStamp = -1;

    /// <summary>Stands for a stamp's version that is not there.</summary>
    public const long NoVersion = -1;

    public static void Write(BinaryWriter writer, TwinObject content)
    {
        writer.Write7BitEncodedInt(content.Count);
        for (var i = 0; i < content.Count; i++)
        {
            var slot = content.Slots[i];
            writer.Write(content.Shape.Keys[i].Name);
            Write(writer, slot.Stamp);
            Write(writer, slot.Value);
        }
    }

    public static void Write(BinaryWriter writer, TwinStamp? stamp)
    {
        writer.Write(stamp?.Time.UtcTicks ?? NoStamp);
        if (stamp is not null)
        {
            writer.Write(stamp.Version ?? NoVersion);
        }
    }

    public static void Write(BinaryWriter writer, TwinValue value)
    {
        writer.Write((byte)value.Kind);
        switch (value.Kind)
        {
            case TwinValueKind.Number:
                WriteNumber(writer, value);
                break;
            case TwinValueKind.String:
                writer.Write(value.AsString());
                break;
            case TwinValueKind.Array:
                WriteArray(writer, value.AsArray());
                break;
            case TwinValueKind.Object:
                Write(writer, value.AsObject());
                break;
            default:
                break;
        }
    }

    private static void WriteNumber(BinaryWriter writer, TwinValue value)
    {
        var isInteger = value.TryGetInteger(out var integer);
        writer.Write(isInteger);
        if (isInteger)
        {
            writer.Write(integer);
            return;
        }

        writer.Write(value.AsDouble());
        writer.Write7BitEncodedInt(value.NumberText.Length);
        writer.Write(value.NumberText);
    }

    private static void WriteArray(BinaryWriter writer, ReadOnlySpan<TwinValue> elements)
    {
        writer.Write7BitEncodedInt(elements.Length);
        foreach (ref readonly var element in elements)
        {
            Write(writer, element);
        }
    }
}
