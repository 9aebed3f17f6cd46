using System.Runtime.InteropServices;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>The hub's JSON as the ports carry it, and back.</summary>
internal static class InProcessJson
{
    private static readonly byte[] Null = "null"u8.ToArray();

    /// <summary>A value that owns its memory; null for empty text.</summary>
    public static JsonElement Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8.IsEmpty ? Null : utf8);
        return document.RootElement.Clone();
    }

    /// <summary>The value's own text; <c>null</c> for no value.</summary>
    public static byte[] Write(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? Null : JsonMarshal.GetRawUtf8Value(value).ToArray();

    public static JsonElement ToElement(TwinObject properties) => Read(HubJson.Write(writer => TwinJson.WriteObject(writer, properties)));

    public static TwinSection ToSection(HubTwinSection section) => new(ToElement(section.Properties), section.Version);

    public static Twin ToTwin(HubTwinRow row) => new()
    {
        DeviceId = row.Identity.Id.DeviceId,
        ETag = row.ETag,
        Tags = ToElement(row.Twin.Tags),
        Desired = ToSection(row.Twin.Desired),
        Reported = ToSection(row.Twin.Reported),
        IsConnected = row.Identity.IsConnected,
        IsEnabled = row.Identity.IsEnabled,
        LastActivityTime = row.Identity.LastActivityTime is var heard && heard == default ? null : heard,
    };
}
