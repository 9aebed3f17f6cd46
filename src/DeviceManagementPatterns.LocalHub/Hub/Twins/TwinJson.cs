using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>Writes parts of a twin as JSON.</summary>
internal static class TwinJson
{
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("$version");
    private static readonly JsonEncodedText Metadata = JsonEncodedText.Encode("$metadata");
    private static readonly JsonEncodedText LastUpdated = JsonEncodedText.Encode("$lastUpdated");
    private static readonly JsonEncodedText LastUpdatedVersion = JsonEncodedText.Encode("$lastUpdatedVersion");

    public static void WriteObject(Utf8JsonWriter writer, TwinObject value)
    {
        writer.WriteStartObject();
        WriteMembers(writer, value);
        writer.WriteEndObject();
    }

    /// <summary>The members and <c>$version</c>: a section as the device sees it, and the body that tells it of a change.</summary>
    public static void WriteVersioned(Utf8JsonWriter writer, TwinObject properties, long version)
    {
        writer.WriteStartObject();
        WriteMembers(writer, properties);
        writer.WriteNumber(Version, version);
        writer.WriteEndObject();
    }

    /// <summary>The members, <c>$metadata</c> and <c>$version</c>: a section as back ends see it.</summary>
    public static void WriteSection(Utf8JsonWriter writer, HubTwinSection section)
    {
        writer.WriteStartObject();
        WriteMembers(writer, section.Properties);
        writer.WritePropertyName(Metadata);
        WriteMetadata(writer, section.Stamp, section.Properties);
        writer.WriteNumber(Version, section.Version);
        writer.WriteEndObject();
    }

    public static void WriteValue(Utf8JsonWriter writer, TwinValue value)
    {
        switch (value.Kind)
        {
            case TwinValueKind.Object:
                WriteObject(writer, value.AsObject());
                break;
            case TwinValueKind.Array:
                WriteArray(writer, value.AsArray());
                break;
            case TwinValueKind.String:
                writer.WriteStringValue(value.AsString());
                break;
            case TwinValueKind.Number when value.TryGetInteger(out var integer):
                writer.WriteNumberValue(integer);
                break;
            case TwinValueKind.Number:
                writer.WriteRawValue(value.NumberText, skipInputValidation: true);
                break;
            case TwinValueKind.True or TwinValueKind.False:
                writer.WriteBooleanValue(value.Kind == TwinValueKind.True);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, TwinObject value)
    {
        var keys = value.Shape.Keys;
        var slots = value.Slots;
        for (var i = 0; i < slots.Length; i++)
        {
            writer.WritePropertyName(keys[i].Encoded);
            WriteValue(writer, slots[i].Value);
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, ReadOnlySpan<TwinValue> elements)
    {
        writer.WriteStartArray();
        foreach (ref readonly var element in elements)
        {
            WriteValue(writer, element);
        }

        writer.WriteEndArray();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, TwinStamp? stamp, TwinObject? children)
    {
        writer.WriteStartObject();
        if (stamp is not null)
        {
            writer.WritePropertyName(LastUpdated);
            HubTime.Write(writer, stamp.Time);
            if (stamp.Version is { } version)
            {
                writer.WriteNumber(LastUpdatedVersion, version);
            }
        }

        for (var i = 0; i < children?.Count; i++)
        {
            writer.WritePropertyName(children.Shape.Keys[i].Encoded);
            var slot = children.Slots[i];
            WriteMetadata(writer, slot.Stamp, slot.Value.Kind == TwinValueKind.Object ? slot.Value.AsObject() : null);
        }

        writer.WriteEndObject();
    }
}
