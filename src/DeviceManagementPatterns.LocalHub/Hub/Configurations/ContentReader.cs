using System.Runtime.InteropServices;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>Reads <c>content</c>: one of three members, with desired properties by their twin paths.</summary>
internal static class ContentReader
{
    /// <exception cref="HubException">400402.</exception>
    public static ConfigurationContent Read(JsonElement content, TwinShapes shapes)
    {
        if (content.ValueKind != JsonValueKind.Object)
        {
            throw ConfigurationRefusals.Content("content must be a JSON object.");
        }

        var given = Given(content);
        var filled = given.Where(each => each.Value.EnumerateObject().Any()).ToArray();
        return (given.Length, filled) switch
        {
            (0, _) => throw ConfigurationRefusals.Content(
                $"content is empty: give {ContentNames.Device}, {ContentNames.Module} or {ContentNames.EdgeModules}."),
            (_, []) => Read(given[0].Kind, given[0].Value, shapes),
            (_, [var only]) => Read(only.Kind, only.Value, shapes),
            _ => throw ConfigurationRefusals.Content(
                $"content has {string.Join(" and ", filled.Select(each => each.Name))}: give only one of them."),
        };
    }

    private static (ConfigurationKind Kind, string Name, JsonElement Value)[] Given(JsonElement content) =>
    [
        .. from kind in new[]
            {
                (Kind: ConfigurationKind.Device, Name: ContentNames.Device),
                (Kind: ConfigurationKind.Module, Name: ContentNames.Module),
                (Kind: ConfigurationKind.EdgeModules, Name: ContentNames.EdgeModules),
            }
        let value = JsonMembers.Find(content, kind.Name)
        where value is not null
        select (kind.Kind, kind.Name, ObjectOf(value.Value, kind.Name)),
    ];

    private static JsonElement ObjectOf(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object
        ? value
        : throw ConfigurationRefusals.Content($"content.{name} must be a JSON object.");

    private static ConfigurationContent Read(ConfigurationKind kind, JsonElement value, TwinShapes shapes)
    {
        IReadOnlyList<ContentPart> parts = kind == ConfigurationKind.EdgeModules
            ? [.. value.EnumerateObject().Select(module => ReadModule(module, shapes))]
            : [ReadPart(null, value, shapes)];
        return new ConfigurationContent(kind, parts, JsonMarshal.GetRawUtf8Value(value).ToArray());
    }

    private static ContentPart ReadModule(JsonProperty module, TwinShapes shapes)
    {
        if (module.Value.ValueKind != JsonValueKind.Object)
        {
            throw ConfigurationRefusals.Content($"content.{ContentNames.EdgeModules}.{module.Name} must be a JSON object.");
        }

        try
        {
            new HubIdentityId("device", module.Name).Check();
        }
        catch (HubException e)
        {
            throw ConfigurationRefusals.Content(e.Message, e);
        }

        return ReadPart(module.Name, module.Value, shapes);
    }

    private static ContentPart ReadPart(string? moduleId, JsonElement content, TwinShapes shapes) => new(
        moduleId,
        [.. content.EnumerateObject().Select(member => ReadSetting(member, shapes)).OrderByDescending(setting => setting.Depth)]);

    private static ContentSetting ReadSetting(JsonProperty member, TwinShapes shapes)
    {
        var names = member.Name.Split('.');
        if (names is not ["properties", "desired", ..])
        {
            throw ConfigurationRefusals.Content(
                $"'{member.Name}' is no path that a configuration can set: it must be {ContentNames.Desired}, or {ContentNames.Desired}.name and so on.");
        }

        if (names.Length == 2 && member.Value.ValueKind != JsonValueKind.Object)
        {
            throw ConfigurationRefusals.Content($"{ContentNames.Desired} must be a JSON object.");
        }

        return new ContentSetting(member.Name, names.Length - 2, [.. ContentLeaf.Of(ReadDesired(member, names.AsSpan(2), shapes))]);
    }

    private static TwinObject ReadDesired(JsonProperty member, ReadOnlySpan<string> names, TwinShapes shapes)
    {
        var keys = names.ToArray();
        if (Array.Find(keys, name => TwinNames.Fault(name) is not null) is { } wrong)
        {
            throw ConfigurationRefusals.Content($"The name '{wrong}' in '{member.Name}' {TwinNames.Fault(wrong)}.");
        }

        var utf8 = HubJson.Write(writer => WriteNested(writer, keys, member.Value));
        try
        {
            var reader = HubJson.Start(utf8);
            return new TwinReader(TwinPart.Desired, shapes, allowsNull: true).Read(ref reader);
        }
        catch (Exception e) when (e is HubException or JsonException)
        {
            throw ConfigurationRefusals.Content(e.Message, e);
        }
    }

    private static void WriteNested(Utf8JsonWriter writer, ReadOnlySpan<string> keys, JsonElement value)
    {
        if (keys.IsEmpty)
        {
            value.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName(keys[0]);
        WriteNested(writer, keys[1..], value);
        writer.WriteEndObject();
    }
}
