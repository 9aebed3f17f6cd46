using System.Text.Json;
using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Reboot;

/// <summary>Asks a device to reboot and reads from its answer how the operation is to be followed.</summary>
internal static class RebootStarter
{
    public static async Task<RebootOperation> StartAsync(
        IServiceClient service, string deviceId, RebootRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = await TwinPolling.ReadExistingAsync(service, deviceId, cancellationToken).ConfigureAwait(false);
        var asked = request with
        {
            OperationId = request.OperationId ?? Guid.CreateVersion7().ToString(),
            IssuedAt = request.IssuedAt ?? time.GetUtcNow(),
        };
        var response = await RebootCalls.CallAsync(service, deviceId, asked, before.Reported, cancellationToken).ConfigureAwait(false);
        var speaksOurContract = RebootContract.CarriesOperationId(response.Payload);
        if (response.Status is < 200 or > 299)
        {
            throw Refused(deviceId, asked.OperationId, response);
        }

        var times = RebootContract.ReadTutorialTimes(before.Reported);
        return new RebootOperation(service, deviceId, asked.OperationId, time)
        {
            Response = response,
            TutorialTimesBefore = speaksOurContract ? null : times,
        };
    }

    private static OperationException Refused(string deviceId, string operationId, DirectMethodResult response)
    {
        var error = ReadError(response.Payload);
        var why = error is null ? $"it answered {response}" : $"{error.Message} (status {response.Status}, {error.Code})";
        return new OperationException(operationId, "rejected", error, $"Device '{deviceId}' refused to reboot: {why}")
        {
            Response = response,
        };
    }

    private static OperationError? ReadError(JsonElement payload) =>
        payload.ValueKind == JsonValueKind.Object
        && payload.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
            ? new OperationError(
                code.GetString()!,
                error.TryGetProperty("message", out var message) ? message.ToString() : "")
            : null;
}
