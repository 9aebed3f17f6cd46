using System.Buffers;
using System.Text;
using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>Writes values as JSON.</summary>
internal static class ValueWriter
{
    private const double LargestExactInteger = 1L << 53;

    /// <summary>A member with its value; nothing where the value is undefined.</summary>
    public static void WriteMember<TRow>(Utf8JsonWriter writer, string name, in QueryValue value, IRowReader<TRow> reader)
    {
        if (!value.IsUndefined)
        {
            writer.WritePropertyName(name);
            Write(writer, value, reader);
        }
    }

    public static string TextOf<TRow>(object node, IRowReader<TRow> reader)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            reader.WriteNode(writer, node);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write<TRow>(Utf8JsonWriter writer, in QueryValue value, IRowReader<TRow> reader)
    {
        switch (value.Kind)
        {
            case QueryValueKind.String:
                writer.WriteStringValue(value.Text);
                break;
            case QueryValueKind.Number when Math.Abs(value.Number) <= LargestExactInteger && double.IsInteger(value.Number):
                writer.WriteNumberValue((long)value.Number);
                break;
            case QueryValueKind.Number:
                writer.WriteNumberValue(value.Number);
                break;
            case QueryValueKind.Boolean:
                writer.WriteBooleanValue(value.Boolean);
                break;
            case QueryValueKind.Object or QueryValueKind.Array:
                reader.WriteNode(writer, value.Node is NodeKey key ? key.Node : value.Node);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
