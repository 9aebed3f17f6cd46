using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>Scripts and rules as JSON. What the admin endpoint adds to them when it shows them is passed over when it comes back.</summary>
internal static class FaultJson
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly string[] AddedToScripts = ["$schema", "hits", "hitCount"];
    private static readonly string[] AddedToRules = ["calls", "hits"];

    /// <exception cref="ArgumentException">It is no script.</exception>
    public static FaultScript ReadScript(ReadOnlyMemory<byte> utf8)
    {
        using var document = Parse(utf8);
        var script = new FaultScript();
        foreach (var member in Members(document.RootElement, "The script", "{\"seed\":0,\"rules\":[…]}"))
        {
            script = member.Name switch
            {
                "seed" => script with { Seed = ReadSeed(member.Value) },
                "rules" => script with { Rules = ReadRules(member.Value) },
                var added when AddedToScripts.Contains(added) => script,
                var other => throw new ArgumentException($"'{LogText.Of(other)}' is no member of a script: take seed and rules."),
            };
        }

        return script;
    }

    /// <summary>One rule: an object, or its short form as a string.</summary>
    /// <exception cref="ArgumentException">It is no rule.</exception>
    public static FaultRule ReadRule(ReadOnlyMemory<byte> utf8)
    {
        using var document = Parse(utf8);
        return ReadRule(document.RootElement);
    }

    public static void Write(Utf8JsonWriter writer, FaultScript script)
    {
        writer.WriteStartObject();
        writer.WriteNumber("seed", script.Seed);
        writer.WriteStartArray("rules");
        foreach (var rule in script.Rules)
        {
            writer.WriteStartObject();
            WriteMembers(writer, rule);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteMembers(Utf8JsonWriter writer, FaultRule rule)
    {
        writer.WriteString("kind", FaultWords.Of(rule.Kind));
        writer.WriteString("operation", FaultWords.Of(rule.Operation));
        foreach (var member in FaultMember.All)
        {
            if (member.Write(rule) is { } text)
            {
                writer.WritePropertyName(member.Name);
                if (member.IsNumber)
                {
                    writer.WriteRawValue(text);
                }
                else
                {
                    writer.WriteStringValue(text);
                }
            }
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            HubJson.Check(utf8.Span, new() { CommentHandling = Reading.CommentHandling, AllowTrailingCommas = Reading.AllowTrailingCommas });
            return JsonDocument.Parse(utf8, Reading);
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The text is not JSON: {e.Message}", e);
        }
    }

    private static int ReadSeed(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seed)
        ? seed
        : throw new ArgumentException($"seed {LogText.Of(value.GetRawText())} is not right: give a whole number of 32 bits.");

    private static List<FaultRule> ReadRules(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new ArgumentException("rules is no array: give [\"drop telemetry\"] or [{\"kind\":\"drop\",\"operation\":\"telemetry\"}].");
        }

        var rules = new List<FaultRule>();
        foreach (var item in value.EnumerateArray())
        {
            try
            {
                rules.Add(ReadRule(item));
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"rules[{rules.Count}]: {e.Message}", e);
            }
        }

        return rules;
    }

    private static FaultRule ReadRule(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return FaultRuleText.Parse(value.GetString()!);
        }

        var members = Members(value, "The rule", "{\"kind\":\"delay\",\"operation\":\"methodReply\",\"by\":\"2s\"}, or the short form as a string").ToList();
        var rule = FaultRuleCheck.Start(TextOf(members, "kind"), TextOf(members, "operation"));
        foreach (var member in members.Where(member => member.Name is not ("kind" or "operation") && !AddedToRules.Contains(member.Name)))
        {
            var known = FaultMember.Find(member.Name) ?? throw new ArgumentException(
                $"'{LogText.Of(member.Name)}' is no member of a rule: take kind, operation, {FaultMember.Names}.");
            rule = known.Set(rule, member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString()!,
                JsonValueKind.Number => member.Value.GetRawText(),
                _ => throw new ArgumentException($"{known.Name} {LogText.Of(member.Value.GetRawText())} is not right: give {known.Form}."),
            });
        }

        return FaultRuleCheck.Checked(rule);
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement value, string what, string example) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject()
        : throw new ArgumentException($"{what} is no object: give {example}.");

    private static string? TextOf(List<JsonProperty> members, string name) =>
        members.FirstOrDefault(member => member.Name == name) is { Value.ValueKind: JsonValueKind.String } found ? found.Value.GetString() : null;
}
