using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>Reads the body of <c>PUT /jobs/v2/{id}</c>. Members that are not known are ignored.</summary>
internal static class JobBody
{
    /// <exception cref="HubException">The body is malformed, or the job breaks a rule.</exception>
    public static JobDraft Read(string jobId, ReadOnlyMemory<byte> utf8, TwinShapes shapes)
    {
        JobRules.CheckId(jobId);
        using var document = JsonMembers.Parse(utf8, JsonValueKind.Object);
        var body = document.RootElement;
        CheckName(body, jobId);
        var type = ReadType(body.Text("type"));
        var condition = body.Text("queryCondition");
        JobRules.CheckCondition(condition);
        var draft = new JobDraft(jobId, condition!, ReadStartTime(body.Text("startTime")), ReadMaxExecutionTime(body)) { Content = default };
        return type == JobType.ScheduleDeviceMethod ? WithMethod(draft, body) : WithTwin(draft, body, shapes);
    }

    /// <summary>Microsoft's Node SDK may send a number.</summary>
    private static void CheckName(JsonElement body, string jobId)
    {
        if (!body.TryGetProperty("jobId", out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var text = given.ValueKind == JsonValueKind.Number ? given.GetRawText() : body.Text("jobId");
        if (text != jobId)
        {
            throw Invalid($"jobId is '{text}' in the body, but the path names '{jobId}'.");
        }
    }

    private static JobType ReadType(string? word)
    {
        if (word is null)
        {
            throw new HubException(HubErrorCode.ArgumentNull, $"type is missing: take {JobWords.DeviceMethod} or {JobWords.UpdateTwin}.");
        }

        return JobWords.TypeOf(word) ?? throw Invalid($"type '{word}' is none: take {JobWords.DeviceMethod} or {JobWords.UpdateTwin}.");
    }

    private static DateTimeOffset? ReadStartTime(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time)
            ? time
            : throw Invalid($"startTime '{text}' is no time: write it as 2026-03-01T21:00:00Z.");
    }

    private static TimeSpan ReadMaxExecutionTime(JsonElement body)
    {
        if (!body.TryGetProperty("maxExecutionTimeInSeconds", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return JobRules.MaxExecutionTimeOf(0);
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
            ? JobRules.MaxExecutionTimeOf(seconds)
            : throw Invalid("maxExecutionTimeInSeconds must be a whole number of seconds.");
    }

    private static JobDraft WithMethod(JobDraft draft, JsonElement body)
    {
        var method = body.Object("cloudToDeviceMethod") ?? throw new HubException(
            HubErrorCode.ArgumentNull, $"cloudToDeviceMethod is missing: a job of type {JobWords.DeviceMethod} calls one.");
        var content = JsonMarshal.GetRawUtf8Value(method).ToArray();
        var call = MethodInvocation.Parse(content);
        MethodRules.Check(call);
        return draft with { Content = content, Call = call };
    }

    private static JobDraft WithTwin(JobDraft draft, JsonElement body, TwinShapes shapes)
    {
        var twin = body.Object("updateTwin") ?? throw new HubException(
            HubErrorCode.ArgumentNull, $"updateTwin is missing: a job of type {JobWords.UpdateTwin} writes it.");
        if (!ETagText.TryParse(twin.Text("etag"), out var ifMatch))
        {
            throw Invalid("updateTwin has no etag: send \"etag\":\"*\" to write whatever is stored.");
        }

        var content = JobTwinPatch.Of(twin, ifMatch);
        _ = TwinBodies.ReadPatch(content, shapes);
        return draft with { Content = content, IfMatch = ifMatch };
    }

    private static HubException Invalid(string message) => new(HubErrorCode.ArgumentInvalid, message);
}
