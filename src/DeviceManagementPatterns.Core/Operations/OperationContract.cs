using System.Globalization;
using System.Text.Json;

namespace DeviceManagementPatterns.Operations;

/// <summary>The names and shapes that all actions share, for the device that reads them and the back end that writes them.</summary>
internal static class OperationContract
{
    public const string Root = "iothubDM";
    public const string Supported = "supported";

    public const int MaxOperationIdLength = 128;

    public static string FormatTime(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static bool TryParseTime(string? text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    public static JsonElement WriteRequest(OperationRequest request) => Json.Object(writer =>
    {
        WriteOptional(writer, "operationId", request.OperationId);
        WriteOptional(writer, "issuedAt", request.IssuedAt);
        WriteOptional(writer, "reason", request.Reason);
        WriteOptional(writer, "requestedBy", request.RequestedBy);
        WriteOptional(writer, "notBefore", request.NotBefore);
        WriteOptional(writer, "deadline", request.Deadline);
        writer.WriteString("onBlocked", request.OnBlocked == BlockedBehavior.Reject ? "reject" : "wait");
        if (request.Force)
        {
            writer.WriteBoolean("force", true);
        }

        if (request.Evaluate)
        {
            writer.WriteBoolean("evaluate", true);
        }
    });

    /// <summary>Reads a request; null, an empty object and the tutorial's <c>{"method_number":"42"}</c> are requests without an id.</summary>
    public static bool TryReadRequest(JsonElement payload, out OperationRequest request, out string problem)
    {
        request = new OperationRequest();
        problem = "";
        if (payload.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return true;
        }

        if (payload.ValueKind != JsonValueKind.Object)
        {
            problem = $"The payload is a {payload.ValueKind}; send an object or null.";
            return false;
        }

        var reader = new RequestReader(payload);
        request = new OperationRequest
        {
            OperationId = reader.Text("operationId", MaxOperationIdLength),
            IssuedAt = reader.Time("issuedAt"),
            Reason = reader.Text("reason", 512),
            RequestedBy = reader.Text("requestedBy", 128),
            NotBefore = reader.Time("notBefore"),
            Deadline = reader.Time("deadline"),
            OnBlocked = reader.Choice("onBlocked", "wait", "reject") == 1 ? BlockedBehavior.Reject : BlockedBehavior.Wait,
            Force = reader.Flag("force"),
            Evaluate = reader.Flag("evaluate"),
        };
        problem = reader.Problem ?? "";
        return reader.Problem is null;
    }

    public static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void WriteOptional(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            writer.WriteString(name, FormatTime(time));
        }
    }
}
