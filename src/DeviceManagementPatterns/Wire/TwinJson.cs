using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace DeviceManagementPatterns.Wire;

/// <summary>
/// Twins as both ends' endpoints write them. The hub's own members (they start with <c>$</c>) are taken out; the version is kept.
/// </summary>
internal static class TwinJson
{
    /// <summary>Reads the service's twin.</summary>
    public static bool TryReadTwin(JsonElement json, [NotNullWhen(true)] out Twin? twin)
    {
        twin = null;
        var tags = Json.EmptyObject;
        if (!json.TryGetText("deviceId", out var deviceId)
            || !json.TryGetObject("properties", out var properties)
            || !TryReadSection(properties, "desired", out var desired)
            || !TryReadSection(properties, "reported", out var reported)
            || (json.TryGetObject("tags", out var found) && !TryStrip(found, out tags)))
        {
            return false;
        }

        twin = new Twin
        {
            DeviceId = deviceId,
            ETag = json.TryGetText("etag", out var text) && ETagText.TryParse(text, out var etag) ? etag : ETag.Any,
            Tags = tags,
            Desired = desired,
            Reported = reported,
            IsConnected = json.TryGetText("connectionState", out var state) ? state == "Connected" : null,
            IsEnabled = json.TryGetText("status", out var status) ? status == "enabled" : null,
            LastActivityTime = ReadTime(json, "lastActivityTime"),
        };
        return true;
    }

    /// <summary>Reads the device's twin, whose sections stand at its root.</summary>
    public static bool TryReadProperties(JsonElement json, [NotNullWhen(true)] out TwinProperties? properties)
    {
        properties = TryReadSection(json, "desired", out var desired) && TryReadSection(json, "reported", out var reported)
            ? new TwinProperties(desired, reported)
            : null;
        return properties is not null;
    }

    /// <summary>Writes the device's twin.</summary>
    public static byte[] WriteProperties(TwinProperties properties) => WireJson.Object(writer =>
    {
        WriteSection(writer, "desired", properties.Desired);
        WriteSection(writer, "reported", properties.Reported);
    });

    /// <summary>Reads a section, or a patch of one, which carries <c>$version</c> too.</summary>
    public static bool TryReadSection(JsonElement json, [NotNullWhen(true)] out TwinSection? section)
    {
        section = json.ValueKind == JsonValueKind.Object && TryStrip(json, out var properties)
            ? new TwinSection(properties, json.TryGetInteger("$version", out var version) ? version : null)
            : null;
        return section is not null;
    }

    /// <summary>Writes the body of a PATCH.</summary>
    public static byte[] WriteUpdate(TwinUpdate update) => WireJson.Object(writer =>
    {
        if (update.Tags is { } tags)
        {
            WireJson.WriteValue(writer, "tags", tags);
        }

        if (update.Desired is { } desired)
        {
            writer.WriteStartObject("properties");
            WireJson.WriteValue(writer, "desired", desired);
            writer.WriteEndObject();
        }
    });

    /// <summary>
    /// Reads the body of a PATCH; a whole twin, which SDKs send back, is one too. Hub members and reported properties are left out.
    /// </summary>
    public static bool TryReadUpdate(JsonElement json, [NotNullWhen(true)] out TwinUpdate? update)
    {
        update = null;
        _ = json.TryGet("properties", out var properties);
        if (json.ValueKind != JsonValueKind.Object
            || !TryReadPatch(json, "tags", out var tags)
            || !TryReadPatch(properties, "desired", out var desired))
        {
            return false;
        }

        update = new TwinUpdate { Tags = tags, Desired = desired };
        return true;
    }

    /// <summary>
    /// The same object without members whose names start with <c>$</c>, at every depth; users cannot make such names.
    /// False where a text in it is not valid Unicode.
    /// </summary>
    public static bool TryStrip(JsonElement value, out JsonElement stripped)
    {
        try
        {
            stripped = Json.Parse(WireJson.Object(writer => WriteMembers(writer, value)));
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException)
        {
            stripped = default;
            return false;
        }
    }

    /// <summary>A part that is missing or null is left alone; anything but an object is refused.</summary>
    private static bool TryReadPatch(JsonElement json, string name, out JsonElement? patch)
    {
        patch = null;
        if (!json.TryGet(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (member.ValueKind != JsonValueKind.Object || !TryStrip(member, out var stripped))
        {
            return false;
        }

        patch = stripped;
        return true;
    }

    private static bool TryReadSection(JsonElement json, string name, [NotNullWhen(true)] out TwinSection? section)
    {
        section = null;
        return json.TryGet(name, out var member) && TryReadSection(member, out section);
    }

    private static void WriteSection(Utf8JsonWriter writer, string name, TwinSection section)
    {
        writer.WriteStartObject(name);
        WriteMembers(writer, section.Properties);
        if (section.Version is { } version)
        {
            writer.WriteNumber("$version", version);
        }

        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonElement value)
    {
        foreach (var member in value.EnumerateObject().Where(member => !member.Name.StartsWith('$')))
        {
            writer.WritePropertyName(member.Name);
            WriteStripped(writer, member.Value);
        }
    }

    private static void WriteStripped(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                WriteMembers(writer, value);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteStripped(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static DateTimeOffset? ReadTime(JsonElement json, string name) =>
        json.TryGetText(name, out var text)
        && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time.Year > 1
            ? time
            : null;
}
