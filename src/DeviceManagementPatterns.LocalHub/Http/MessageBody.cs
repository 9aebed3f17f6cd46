using System.Globalization;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>The JSON by which a message is sent: <c>{"body":"…","bodyEncoding":"utf-8","messageId":"…","ack":"full","properties":{…}}</c>.</summary>
internal static class MessageBody
{
    private const string Text = "utf-8";
    private const string Bytes = "base64";

    private static readonly string[] Members =
    [
        "body", "bodyEncoding", "messageId", "correlationId", "userId", "contentType", "contentEncoding", "creationTimeUtc", "expiryTimeUtc", "ack", "properties",
    ];

    /// <exception cref="HubException">400004: it is not JSON, or a member is unknown or of a wrong kind.</exception>
    public static CloudToDeviceMessage Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonMembers.Parse(utf8, JsonValueKind.Object);
        var json = document.RootElement;
        if (json.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !Members.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw Invalid($"A message has no member '{LogText.Of(unknown)}': take {string.Join(", ", Members)}.");
        }

        return new CloudToDeviceMessage(BodyOf(json))
        {
            MessageId = json.Text("messageId"),
            CorrelationId = json.Text("correlationId"),
            UserId = json.Text("userId"),
            ContentType = json.Text("contentType"),
            ContentEncoding = json.Text("contentEncoding"),
            CreationTime = TimeOf(json, "creationTimeUtc"),
            ExpiryTime = TimeOf(json, "expiryTimeUtc"),
            Feedback = json.Text("ack") is { } ack ? FeedbackWords.Read(ack) : MessageFeedback.None,
            Properties = PropertiesOf(json),
        };
    }

    private static byte[] BodyOf(JsonElement json)
    {
        var body = json.Text("body") ?? "";
        return json.Text("bodyEncoding") switch
        {
            null or Text => System.Text.Encoding.UTF8.GetBytes(body),
            Bytes when Convert.TryFromBase64String(body, new byte[body.Length], out _) => Convert.FromBase64String(body),
            Bytes => throw Invalid("body is not base64."),
            var encoding => throw Invalid($"bodyEncoding is '{LogText.Of(encoding)}'; it must be {Text} or {Bytes}."),
        };
    }

    private static DateTimeOffset? TimeOf(JsonElement json, string name) => json.Text(name) switch
    {
        null => null,
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        var text => throw Invalid($"{name} '{LogText.Of(text)}' is not a time: send it as 2026-01-02T03:04:05Z."),
    };

    private static Dictionary<string, string> PropertiesOf(JsonElement json)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json.Object("properties") is { } members)
        {
            foreach (var member in members.EnumerateObject())
            {
                properties[member.Name] = member.Value.ValueKind == JsonValueKind.String
                    ? member.Value.GetString()!
                    : throw Invalid($"The property '{LogText.Of(member.Name)}' must be a string.");
            }
        }

        return properties;
    }

    private static HubException Invalid(string message) => new(HubErrorCode.ArgumentInvalid, message);
}
