using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DeviceManagementPatterns.Wire;

/// <summary>Reads members that may be missing or of the wrong kind, and writes bodies.</summary>
internal static class WireJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Object(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a value as it is, or null where it is the default.</summary>
    public static void WriteValue(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    public static bool TryGet(this JsonElement value, string name, out JsonElement member)
    {
        member = default;
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out member);
    }

    public static bool TryGetText(this JsonElement value, string name, [NotNullWhen(true)] out string? text)
    {
        text = value.TryGet(name, out var member) && member.ValueKind == JsonValueKind.String ? TextOf(member) : null;
        return text is not null;
    }

    public static bool TryGetInteger(this JsonElement value, string name, out long number)
    {
        number = 0;
        return value.TryGet(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out number);
    }

    public static bool TryGetObject(this JsonElement value, string name, out JsonElement member) =>
        value.TryGet(name, out member) && member.ValueKind == JsonValueKind.Object;

    /// <summary>A string's text, or null where it holds half a surrogate pair, which JSON allows and .NET refuses.</summary>
    private static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
