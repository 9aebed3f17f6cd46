using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace DeviceManagementPatterns.AzureDevices.Text;

/// <summary>Twins and their sections from the SDK's JSON text.</summary>
internal static class TwinText
{
    public static TwinSection ParseSection(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Section(document.RootElement);
    }

    public static Twin ParseTwin(string json)
    {
        using var document = JsonDocument.Parse(json);
        var twin = document.RootElement;
        var properties = Member(twin, "properties") ?? default;
        return new Twin
        {
            DeviceId = String(twin, "deviceId") ?? "",
            ETag = ETagText.Parse(String(twin, "etag")),
            Tags = WithoutHubKeys(Member(twin, "tags") ?? default),
            Desired = Section(Member(properties, "desired") ?? default),
            Reported = Section(Member(properties, "reported") ?? default),
            IsConnected = String(twin, "connectionState") is { } state ? state == "Connected" : null,
            IsEnabled = String(twin, "status") is { } status ? status.Equals("enabled", StringComparison.OrdinalIgnoreCase) : null,
            LastActivityTime = Time(String(twin, "lastActivityTime")),
        };
    }

    private static TwinSection Section(JsonElement section) =>
        new(WithoutHubKeys(section), Member(section, "$version") is { } version && version.TryGetInt64(out var number) ? number : null);

    // The hub's own members start with $; a section without any properties is an empty object.
    private static JsonElement WithoutHubKeys(JsonElement section)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (section.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in section.EnumerateObject().Where(member => !member.Name.StartsWith('$')))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static JsonElement? Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : null;

    private static string? String(JsonElement value, string name) =>
        Member(value, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    // The hub says "never" as the year 1 (Azure IoT Hub REST, DeviceTwin.lastActivityTime).
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1
            ? time
            : null;
}
