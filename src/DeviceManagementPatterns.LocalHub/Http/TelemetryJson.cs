using System.Text.Json;
using System.Text.Unicode;
using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>A device's message for readers. A body that is text stands as it is, any other in base64; <c>bodyEncoding</c> tells.</summary>
internal static class TelemetryJson
{
    public static void Write(Utf8JsonWriter writer, DeviceToCloudMessage message)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence"u8, message.Sequence);
        writer.WritePropertyName("enqueuedTimeUtc"u8);
        HubTime.Write(writer, message.EnqueuedTime);
        writer.WriteString("deviceId"u8, message.DeviceId);
        writer.WriteString("moduleId"u8, message.ModuleId);
        if (Utf8.IsValid(message.Body.Span))
        {
            writer.WriteString("body"u8, message.Body.Span);
            writer.WriteString("bodyEncoding"u8, "utf-8"u8);
        }
        else
        {
            writer.WriteBase64String("body"u8, message.Body.Span);
            writer.WriteString("bodyEncoding"u8, "base64"u8);
        }

        WriteProperties(writer, "systemProperties", message.SystemProperties);
        WriteProperties(writer, "properties", message.Properties);
        writer.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string?> properties)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in properties)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }
}
