using System.Globalization;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>
/// Reads the bodies of configuration calls. A configuration that was read from the hub may come back: what a back end may not write,
/// and what is not known, is passed over.
/// </summary>
internal static class ConfigurationBody
{
    /// <exception cref="HubException">The body is malformed, or breaks a rule.</exception>
    public static ConfigurationDraft Read(string id, ReadOnlyMemory<byte> utf8, TwinShapes shapes)
    {
        using var document = JsonMembers.Parse(utf8, JsonValueKind.Object);
        var body = document.RootElement;
        if (body.Text("id") is { } named && named != id)
        {
            throw Invalid($"id is '{named}' in the body, but the path names '{id}'.");
        }

        return new ConfigurationDraft
        {
            SchemaVersion = body.Text("schemaVersion") ?? ConfigurationRules.DefaultSchemaVersion,
            Labels = Texts(body.Object("labels"), name => Invalid($"The label '{name}' must be a string.")),
            Content = Content(body, shapes),
            TargetCondition = Condition(body),
            Priority = Priority(body),
            Metrics = ReadMetrics(body.Object("metrics")?.Object("queries"), "metrics.queries"),
        };
    }

    /// <summary>Reads the body of <c>POST /devices/{id}/applyConfigurationContent</c>.</summary>
    /// <exception cref="HubException">The body is malformed, or breaks a rule.</exception>
    public static ConfigurationContent ReadContent(ReadOnlyMemory<byte> utf8, TwinShapes shapes)
    {
        using var document = JsonMembers.Parse(utf8, JsonValueKind.Object);
        return ContentReader.Read(document.RootElement, shapes);
    }

    /// <summary>Reads the body of <c>POST /configurations/testQueries</c>.</summary>
    /// <exception cref="HubException">The body is malformed.</exception>
    public static ConfigurationDraft ReadTest(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonMembers.Parse(utf8, JsonValueKind.Object);
        var body = document.RootElement;
        return new ConfigurationDraft
        {
            TargetCondition = Condition(body),
            Metrics = ReadMetrics(body.Object("customMetricQueries"), "customMetricQueries"),
        };
    }

    private static ConfigurationContent? Content(JsonElement body, TwinShapes shapes) =>
        JsonMembers.Find(body, "content") is { } content ? ContentReader.Read(content, shapes) : null;

    private static string Condition(JsonElement body)
    {
        if (JsonMembers.Find(body, "targetCondition") is not { } condition)
        {
            return "";
        }

        return condition.ValueKind == JsonValueKind.String
            ? condition.GetString()!.Trim()
            : throw ConfigurationRefusals.Condition("targetCondition must be a string.");
    }

    private static int Priority(JsonElement body)
    {
        if (JsonMembers.Find(body, "priority") is not { } priority)
        {
            return 0;
        }

        return priority.ValueKind == JsonValueKind.Number && priority.TryGetInt32(out var number)
            ? number
            : throw Invalid($"priority must be a whole number, at most {int.MaxValue.ToString(CultureInfo.InvariantCulture)}.");
    }

    private static Dictionary<string, string> ReadMetrics(JsonElement? queries, string member)
    {
        var metrics = Texts(queries, name => ConfigurationRefusals.Metric($"The query '{name}' in {member} must be a string."));
        return metrics.Count <= ConfigurationRules.MaxMetrics ? metrics : throw ConfigurationRefusals.Metric(string.Create(
            CultureInfo.InvariantCulture,
            $"{member} has {metrics.Count} queries; a configuration has at most {ConfigurationRules.MaxMetrics}."));
    }

    private static Dictionary<string, string> Texts(JsonElement? map, Func<string, HubException> refuse)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (map is { } members)
        {
            foreach (var member in members.EnumerateObject())
            {
                texts[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw refuse(member.Name);
            }
        }

        return texts;
    }

    private static HubException Invalid(string message) => new(HubErrorCode.ArgumentInvalid, message);
}
