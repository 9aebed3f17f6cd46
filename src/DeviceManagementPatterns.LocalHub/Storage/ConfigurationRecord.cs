using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>A configuration as JSON, which reads like the body that it came from.</summary>
internal static class ConfigurationRecord
{
    public static byte[] Write(HubConfiguration configuration) => HubJson.Write(writer =>
    {
        writer.WriteStartObject();
        ConfigurationJson.WriteBody(writer, configuration);
        writer.WriteStartObject("metrics"u8);
        ConfigurationJson.WriteTexts(writer, "queries"u8, configuration.Metrics);
        writer.WriteEndObject();
        writer.WriteString("etag"u8, configuration.ETag.Value);
        writer.WriteEndObject();
    });

    /// <exception cref="FormatException">It is no configuration.</exception>
    public static HubConfiguration Read(string id, long sequence, byte[] json, TwinShapes shapes)
    {
        try
        {
            var draft = ConfigurationBody.Read(id, json, shapes);
            using var document = JsonDocument.Parse(json);
            var body = document.RootElement;
            return new HubConfiguration
            {
                Id = id,
                Sequence = sequence,
                ETag = new ETag(body.GetProperty("etag").GetString()!),
                Content = draft.Content ?? throw new FormatException("There is no content."),
                SchemaVersion = draft.SchemaVersion,
                Labels = draft.Labels,
                TargetCondition = draft.TargetCondition,
                Priority = draft.Priority,
                Metrics = draft.Metrics,
                CreatedTime = body.GetProperty("createdTimeUtc").GetDateTimeOffset(),
                LastUpdatedTime = body.GetProperty("lastUpdatedTimeUtc").GetDateTimeOffset(),
            };
        }
        catch (Exception e) when (e is HubException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
