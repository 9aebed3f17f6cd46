using System.Text.Json;

namespace DeviceManagementPatterns.Operations;

/// <summary>What a device answers to a request: <c>{operationId, status, result, reason?, error?}</c> and the method status beside it.</summary>
/// <param name="MethodStatus">202 accepted, 200 finished before or evaluated, 400 bad, 409 busy, 503 not ready.</param>
/// <param name="OperationId">The operation that the answer is about, where there is one.</param>
/// <param name="Status">Where that operation is, in the pattern's own words.</param>
/// <param name="Result">accepted, rejected, wouldAccept or wouldReject.</param>
internal sealed record OperationReply(int MethodStatus, string? OperationId, string Status, string Result)
{
    public string? Reason { get; init; }

    public OperationError? Error { get; init; }

    public JsonElement ToJson() => Json.Object(writer =>
    {
        OperationContract.WriteOptional(writer, "operationId", OperationId);
        writer.WriteString("status", Status);
        writer.WriteString("result", Result);
        OperationContract.WriteOptional(writer, "reason", Reason);
        if (Error is not null)
        {
            writer.WriteStartObject("error");
            writer.WriteString("code", Error.Code);
            writer.WriteString("message", Error.Message);
            writer.WriteEndObject();
        }
    });
}
