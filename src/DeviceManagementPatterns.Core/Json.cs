using System.Text.Json;

namespace DeviceManagementPatterns;

/// <summary>JSON text to values that own their memory.</summary>
internal static class Json
{
    public static JsonElement EmptyObject { get; } = Parse("{}");

    public static JsonElement Null { get; } = Parse("null");

    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return document.RootElement.Clone();
    }

    public static JsonElement From(System.Text.Json.Nodes.JsonNode? node) => node is null ? Null : Parse(node.ToJsonString());

    public static bool TryParse(ReadOnlyMemory<byte> utf8, out JsonElement value)
    {
        try
        {
            value = Parse(utf8);
            return true;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }

    /// <summary>Writes an object with the given writer action and returns it as a value.</summary>
    public static JsonElement Object(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return Parse(buffer.WrittenMemory);
    }
}
