using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>Configurations as back ends see them, and as a twin shows them.</summary>
internal static class ConfigurationJson
{
    public static void Write(Utf8JsonWriter writer, ConfigurationSnapshot snapshot)
    {
        var configuration = snapshot.Configuration;
        writer.WriteStartObject();
        writer.WriteString("id"u8, configuration.Id);
        WriteBody(writer, configuration);
        WriteMetrics(writer, "systemMetrics"u8, snapshot.SystemMetrics);
        WriteMetrics(writer, "metrics"u8, snapshot.Metrics);
        writer.WriteString("etag"u8, configuration.ETag.Value);
        writer.WriteEndObject();
    }

    /// <summary>The members that a back end gives, and the times.</summary>
    public static void WriteBody(Utf8JsonWriter writer, HubConfiguration configuration)
    {
        writer.WriteString("schemaVersion"u8, configuration.SchemaVersion);
        WriteTexts(writer, "labels"u8, configuration.Labels);
        writer.WriteStartObject("content"u8);
        writer.WritePropertyName(configuration.Content.Name);
        writer.WriteRawValue(configuration.Content.Json.Span, skipInputValidation: true);
        writer.WriteEndObject();
        writer.WriteString("targetCondition"u8, configuration.TargetCondition);
        writer.WritePropertyName("createdTimeUtc"u8);
        HubTime.Write(writer, configuration.CreatedTime);
        writer.WritePropertyName("lastUpdatedTimeUtc"u8);
        HubTime.Write(writer, configuration.LastUpdatedTime);
        writer.WriteNumber("priority"u8, configuration.Priority);
    }

    public static void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, string>> texts)
    {
        writer.WriteStartObject(name);
        foreach (var (key, text) in texts)
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }

    /// <summary>A twin's member <c>configurations</c>.</summary>
    public static void Write(Utf8JsonWriter writer, TwinConfigurations configurations)
    {
        writer.WriteStartObject();
        foreach (var (id, status) in configurations.Statuses)
        {
            writer.WritePropertyName(id);
            Write(writer, status);
        }

        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, ConfigurationStatus status)
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, status.ToString());
        writer.WriteEndObject();
    }

    private static void WriteMetrics(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<ConfigurationMetric> metrics)
    {
        writer.WriteStartObject(name);
        writer.WriteStartObject("results"u8);
        foreach (var metric in metrics)
        {
            writer.WriteNumber(metric.Name, metric.Result);
        }

        writer.WriteEndObject();
        WriteTexts(writer, "queries"u8, metrics.Select(metric => KeyValuePair.Create(metric.Name, metric.Query)));
        writer.WriteEndObject();
    }
}
