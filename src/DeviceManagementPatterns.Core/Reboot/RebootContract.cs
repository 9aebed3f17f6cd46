using System.Text.Json;
using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Reboot;

/// <summary>The reboot's names and shapes, for the device that reports them and the back end that follows them.</summary>
internal static class RebootContract
{
    public const string Name = "reboot";
    public const int Version = 1;

    /// <summary>The method of the Python tutorial, and the one our back end asks for first.</summary>
    public const string PythonMethod = "rebootDevice";

    /// <summary>The method of the C# and Node tutorials.</summary>
    public const string CSharpMethod = "reboot";

    /// <summary>The Python tutorial's reported time, at the root of the reported properties.</summary>
    public const string FlatRebootTime = "rebootTime";

    public const string LastReboot = "lastReboot";

    private const string Path = $"{OperationContract.Root}.{Name}";

    /// <summary>The body that the tutorial's own device code answers with, for callers that know no operation ids.</summary>
    public static JsonElement TutorialBody(string methodName) => Json.Object(writer =>
    {
        if (methodName == CSharpMethod)
        {
            writer.WriteString("result", "Reboot started.");
        }
        else
        {
            writer.WriteString("Response", "This is the response from the device");
        }
    });

    public static string Word(RebootPhase phase) => phase switch
    {
        RebootPhase.Idle => "idle",
        RebootPhase.Waiting => "waiting",
        RebootPhase.Preparing => "preparing",
        RebootPhase.Rebooting => "rebooting",
        RebootPhase.Verifying => "verifying",
        RebootPhase.Completed => "completed",
        RebootPhase.Rejected => "rejected",
        RebootPhase.Cancelled => "cancelled",
        RebootPhase.Failed => "failed",
        RebootPhase.TimedOut => "timedOut",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "This is no phase of a reboot."),
    };

    /// <summary>The reported patch for a status. Members without a value are removed, but for the times of the last reboot, which stay.</summary>
    public static JsonElement WriteReported(RebootStatus status) => Json.Object(writer =>
    {
        writer.WriteStartObject(OperationContract.Root);
        writer.WriteStartObject(Name);
        writer.WriteString("status", Word(status.Phase));
        writer.WriteString("operationId", status.OperationId);
        WriteTime(writer, "requestedTime", status.RequestedTime);
        WriteTime(writer, "startTime", status.StartTime);
        WriteTime(writer, "endTime", status.EndTime);
        OperationContract.WriteOptional(writer, LastReboot, status.RebootTime);
        writer.WriteString("bootId", status.BootId);
        writer.WriteString("previousBootId", status.PreviousBootId);
        writer.WriteString("reason", status.Reason);
        writer.WriteString("blockedBy", status.BlockedBy);
        WriteError(writer, status.Error);
        writer.WriteEndObject();
        writer.WriteEndObject();
        OperationContract.WriteOptional(writer, FlatRebootTime, status.RebootTime);
    });

    /// <summary>Reads what a device of ours has reported; null where it never reported a reboot's status.</summary>
    public static RebootStatus? ReadReported(TwinSection reported)
    {
        if (reported.Find(Path) is not { ValueKind: JsonValueKind.Object } node || ReadPhase(node) is not { } phase)
        {
            return null;
        }

        return new RebootStatus
        {
            Phase = phase,
            OperationId = Text(node, "operationId"),
            RequestedTime = Time(node, "requestedTime"),
            StartTime = Time(node, "startTime"),
            EndTime = Time(node, "endTime"),
            RebootTime = Time(node, LastReboot),
            BootId = Text(node, "bootId"),
            PreviousBootId = Text(node, "previousBootId"),
            Reason = Text(node, "reason"),
            BlockedBy = Text(node, "blockedBy"),
            Error = node.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? new OperationError(Text(error, "code") ?? "unknown", Text(error, "message") ?? "")
                : null,
        };
    }

    /// <summary>The two times that the tutorials' own devices report, as they stand: they change with each reboot.</summary>
    public static (string? Flat, string? Nested) ReadTutorialTimes(TwinSection reported) =>
        (RawText(reported.Find(FlatRebootTime)), RawText(reported.Find($"{Path}.{LastReboot}")));

    /// <summary>Whether a device reports that it is one of ours, which answers both methods and knows operation ids.</summary>
    public static bool IsSupported(TwinSection reported) =>
        reported.Find($"{OperationContract.Root}.{OperationContract.Supported}.{Name}") is { ValueKind: JsonValueKind.Number };

    /// <summary>Whether an answer is one of ours; the tutorials' own have no operation id.</summary>
    public static bool CarriesOperationId(JsonElement payload) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("operationId", out var id) && id.ValueKind == JsonValueKind.String;

    private static string? RawText(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: not JsonValueKind.Null } other => other.GetRawText(),
        _ => null,
    };

    private static RebootPhase? ReadPhase(JsonElement node)
    {
        var word = Text(node, "status");
        foreach (var phase in Enum.GetValues<RebootPhase>())
        {
            if (Word(phase) == word)
            {
                return phase;
            }
        }

        return null;
    }

    private static string? Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement node, string name) =>
        OperationContract.TryParseTime(Text(node, name), out var time) ? time : null;

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time) =>
        writer.WriteString(name, time is { } known ? OperationContract.FormatTime(known) : null);

    private static void WriteError(Utf8JsonWriter writer, OperationError? error)
    {
        if (error is null)
        {
            writer.WriteNull("error");
            return;
        }

        writer.WriteStartObject("error");
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        writer.WriteEndObject();
    }
}
