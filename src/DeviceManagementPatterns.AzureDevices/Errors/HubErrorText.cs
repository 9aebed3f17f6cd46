using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DeviceManagementPatterns.AzureDevices.Errors;

/// <summary>
/// What stands in an error message of the SDK. It carries the hub's body, in either of its two shapes and often inside a sentence:
/// a number in <c>errorCode</c>, or a name after <c>ErrorCode:</c> (iothub-protocol 3.1).
/// </summary>
/// <param name="Code">The hub's code; null where none is known.</param>
/// <param name="Text">What the hub says, in words; else the whole message.</param>
/// <param name="TrackingId">The hub's mark of this failure, if any.</param>
internal sealed partial record HubErrorText(HubErrorCode? Code, string Text, string? TrackingId)
{
    public static HubErrorText Parse(string message)
    {
        var trackingId = TrackingIdPattern().Match(message);
        return new HubErrorText(FindCode(message), FindText(message) ?? message, trackingId.Success ? trackingId.Groups[1].Value : null);
    }

    private static HubErrorCode? FindCode(string message)
    {
        if (NumberPattern().Match(message) is { Success: true } number)
        {
            return Known((HubErrorCode)int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        return NamePattern().Match(message) is { Success: true } name && Enum.TryParse<HubErrorCode>(name.Groups[1].Value, out var code)
            ? Known(code)
            : null;
    }

    private static HubErrorCode? Known(HubErrorCode code) => Enum.IsDefined(code) ? code : null;

    private static string? FindText(string message) =>
        Body(message) is not { } body || String(body, "Message") is not { } text ? null
        : Body(text) is { } inner ? String(inner, "message")
        : NamePattern().IsMatch(text) && text.IndexOf(';', StringComparison.Ordinal) is > 0 and var end ? text[(end + 1)..].Trim()
        : text;

    private static JsonElement? Body(string text)
    {
        var start = text.IndexOf('{', StringComparison.Ordinal);
        var end = text.LastIndexOf('}');
        if (start < 0 || end < start)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text[start..(end + 1)]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? String(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("""errorCode\W{1,8}(\d{6})""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NumberPattern();

    [GeneratedRegex("""ErrorCode:\s*(\w+)""", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex("""tracking ?id\W{1,8}([0-9a-f]{8,}-G:[^"\\,;\s]+)""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TrackingIdPattern();
}
