using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>
/// Reads an object's members; null and left out are the same, and a wrong kind is refused by name. A name is found in any case
/// where it is not there as written: Microsoft's Node SDK sends <c>etag</c> in bulk calls where others send <c>eTag</c>.
/// </summary>
internal static class JsonMembers
{
    /// <exception cref="HubException">The text is not JSON, or not of this kind.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, JsonValueKind kind)
    {
        try
        {
            HubJson.Check(utf8.Span);
            var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind == kind)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException exception)
        {
            throw HubJson.Malformed(exception);
        }

        throw new HubException(HubErrorCode.ArgumentInvalid, $"The body must be a JSON {kind.ToString().ToLowerInvariant()}.");
    }

    public static string? Text(this JsonElement parent, string name) => parent.Member(name, JsonValueKind.String)?.GetString();

    public static JsonElement? Object(this JsonElement parent, string name) => parent.Member(name, JsonValueKind.Object);

    public static bool Flag(this JsonElement parent, string name) => Find(parent, name) is { } value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    public static IReadOnlyList<string> Texts(this JsonElement parent, string name) => parent.Member(name, JsonValueKind.Array) is { } list
        ? [.. list.EnumerateArray().Select(item => TextOf(item, name))]
        : [];

    /// <summary>Null where the member is null or left out.</summary>
    public static JsonElement? Find(JsonElement parent, string name) =>
        (parent.TryGetProperty(name, out var value) || TryFindInAnyCase(parent, name, out value)) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    private static string TextOf(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(name, "an array of strings");

    private static JsonElement? Member(this JsonElement parent, string name, JsonValueKind kind) => Find(parent, name) is { } value
        ? value.ValueKind == kind ? value : throw Wrong(name, $"a JSON {kind.ToString().ToLowerInvariant()}")
        : null;

    private static bool TryFindInAnyCase(JsonElement parent, string name, out JsonElement value)
    {
        foreach (var member in parent.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static HubException Wrong(string name, string expected) => new(HubErrorCode.ArgumentInvalid, $"{name} must be {expected}.");
}
