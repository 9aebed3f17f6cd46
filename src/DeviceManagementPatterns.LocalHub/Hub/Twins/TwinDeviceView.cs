using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>The twin as its device sees it: both sections with their versions, no tags, no metadata.</summary>
internal static class TwinDeviceView
{
    public static void Write(Utf8JsonWriter writer, HubTwin twin)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("desired"u8);
        TwinJson.WriteVersioned(writer, twin.Desired.Properties, twin.Desired.Version);
        writer.WritePropertyName("reported"u8);
        TwinJson.WriteVersioned(writer, twin.Reported.Properties, twin.Reported.Version);
        writer.WriteEndObject();
    }
}
