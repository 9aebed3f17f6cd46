using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DeviceManagementPatterns.Wire;

/// <summary>
/// Error bodies. REST has two shapes that SDKs rely on: A for registry, twins, queries, jobs and refused credentials, B for direct
/// methods, whose <c>Message</c> is itself JSON text. The twin topics of MQTT carry what B has inside.
/// </summary>
internal static class HubErrorBody
{
    private const string NamePrefix = "ErrorCode:";
    private const string TrackingPrefix = "Tracking ID:";

    /// <summary>Node's SDK shows the message up to its first semicolon, so the text itself has none between sentences.</summary>
    public static byte[] ShapeA(HubErrorCode code, string message, string trackingId) => WireJson.Object(writer =>
    {
        writer.WriteString("Message", $"{NamePrefix}{HubErrorNames.NameOf(code)};{message.Replace("; ", ", ", StringComparison.Ordinal)}");
        writer.WriteString("ExceptionMessage", $"{TrackingPrefix}{trackingId}");
    });

    /// <summary>A method's refusal; a timeout that ended stands in <c>info</c>.</summary>
    public static byte[] ShapeB(HubErrorCode code, string message, string trackingId, DateTimeOffset time, TimeSpan? timeout = null) =>
        WireJson.Object(writer =>
        {
            writer.WriteString("Message", Encoding.UTF8.GetString(ShapeTwin(code, message, trackingId, time, timeout)));
            writer.WriteString("ExceptionMessage", "");
        });

    /// <summary>The body on the twin topics.</summary>
    public static byte[] ShapeTwin(HubErrorCode code, string message, string trackingId, DateTimeOffset time, TimeSpan? timeout = null) =>
        WireJson.Object(writer =>
        {
            writer.WriteNumber("errorCode", (int)code);
            writer.WriteString("trackingId", trackingId);
            writer.WriteString("message", message);
            writer.WriteStartObject("info");
            if (timeout is { } value)
            {
                writer.WriteString("timeout", value.ToString("c", CultureInfo.InvariantCulture));
            }

            writer.WriteEndObject();
            writer.WriteString("timestampUtc", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        });

    /// <summary>Reads any of the shapes. Bytes that are none of them give <see cref="HubError.None"/>.</summary>
    public static HubError Parse(ReadOnlyMemory<byte> body) =>
        Json.TryParse(body, out var json) && json.ValueKind == JsonValueKind.Object ? Parse(json) : HubError.None;

    private static HubError Parse(JsonElement json)
    {
        if (HasInner(json))
        {
            return ParseInner(json);
        }

        var message = json.TryGetText("Message", out var upper) || json.TryGetText("message", out upper) ? upper : null;
        if (message?.TrimStart().StartsWith('{') == true
            && Json.TryParse(Encoding.UTF8.GetBytes(message), out var inner)
            && HasInner(inner))
        {
            return ParseInner(inner);
        }

        var isTracked = json.TryGetText("ExceptionMessage", out var text)
            && text.StartsWith(TrackingPrefix, StringComparison.OrdinalIgnoreCase);
        var tracking = isTracked ? text![TrackingPrefix.Length..].Trim() : null;
        return ParseNamed(message, tracking);
    }

    private static bool HasInner(JsonElement json) => json.TryGet("errorCode", out _);

    private static HubError ParseInner(JsonElement json)
    {
        var number = json.TryGetInteger("errorCode", out var value) ? value : (long?)null;
        var name = json.TryGetText("errorCode", out var text) ? text : null;
        return new HubError(
            number,
            number is { } known ? HubErrorNames.FromNumber(known) : HubErrorNames.FromName(name),
            json.TryGetText("message", out var message) ? message : null,
            json.TryGetText("trackingId", out var tracking) ? tracking : null);
    }

    private static HubError ParseNamed(string? message, string? tracking)
    {
        if (message?.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase) != true)
        {
            return new HubError(null, null, message, tracking);
        }

        var end = message.IndexOf(';');
        var name = message[NamePrefix.Length..(end < 0 ? message.Length : end)];
        var code = HubErrorNames.FromName(name);
        return new HubError(code is null ? null : (int)code, code, end < 0 ? "" : message[(end + 1)..], tracking);
    }
}
