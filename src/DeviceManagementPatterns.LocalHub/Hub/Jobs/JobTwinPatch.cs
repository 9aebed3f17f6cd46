using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>Of a whole twin, as Microsoft's C# SDK sends it, keeps what a job can write: tags, desired properties and the etag.</summary>
internal static class JobTwinPatch
{
    public static byte[] Of(JsonElement twin, ETag etag)
    {
        var tags = twin.Object("tags");
        var desired = twin.Object("properties")?.Object("desired");
        return HubJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("etag"u8, etag.Value);
            if (tags is { } given)
            {
                writer.WritePropertyName("tags"u8);
                given.WriteTo(writer);
            }

            if (desired is { } wanted)
            {
                writer.WriteStartObject("properties"u8);
                WriteDesired(writer, wanted);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });
    }

    private static void WriteDesired(Utf8JsonWriter writer, JsonElement desired)
    {
        writer.WriteStartObject("desired"u8);
        foreach (var member in desired.EnumerateObject().Where(member => !member.Name.StartsWith('$')))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
