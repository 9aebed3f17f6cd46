using System.Text.Json;
using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Reboot;

/// <summary>Asks a device to reboot and reads from its answer how the operation is to be followed.</summary>
internal static class RebootStarter
{
    private const int UnknownMethod = 404;
    private const int NoSuchHandler = 501;

    public static async Task<RebootOperation> StartAsync(
        IServiceClient service, string deviceId, RebootRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = await TwinPolling.ReadExistingAsync(service, deviceId, cancellationToken).ConfigureAwait(false);
        var asked = request with
        {
            OperationId = request.OperationId ?? Guid.CreateVersion7().ToString(),
            IssuedAt = request.IssuedAt ?? time.GetUtcNow(),
        };
        var response = await CallAsync(service, deviceId, asked, cancellationToken).ConfigureAwait(false);
        var speaksOurContract = CarriesOperationId(response.Payload);
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

    private static async Task<DirectMethodResult> CallAsync(
        IServiceClient service, string deviceId, RebootRequest request, CancellationToken cancellationToken)
    {
        var first = request.MethodName ?? RebootContract.PythonMethod;
        var result = await InvokeAsync(service, deviceId, first, request, cancellationToken).ConfigureAwait(false);
        var mayTryTheOther = request.MethodName is null && result.Status is UnknownMethod or NoSuchHandler;
        return mayTryTheOther && !CarriesOperationId(result.Payload)
            ? await InvokeAsync(service, deviceId, RebootContract.CSharpMethod, request, cancellationToken).ConfigureAwait(false)
            : result;
    }

    private static async Task<DirectMethodResult> InvokeAsync(
        IServiceClient service, string deviceId, string methodName, RebootRequest request, CancellationToken cancellationToken)
    {
        var call = new DirectMethodCall(methodName)
        {
            Payload = OperationContract.WriteRequest(request),
            ResponseTimeout = request.ResponseTimeout,
            ConnectTimeout = request.ConnectTimeout,
        };
        try
        {
            return await service.InvokeMethodAsync(deviceId, call, cancellationToken).ConfigureAwait(false);
        }
        catch (HubException exception) when (exception.IsOutcomeUnknown)
        {
            throw new HubException(
                exception.Code,
                $"Whether device '{deviceId}' reboots is not known: {exception.Message} Do not ask again blindly: "
                + $"GetOperation(\"{deviceId}\", \"{request.OperationId}\") finds out.",
                exception)
            {
                OperationId = request.OperationId,
                IsOutcomeUnknown = true,
                TrackingId = exception.TrackingId,
            };
        }
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

    private static bool CarriesOperationId(JsonElement payload) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("operationId", out var id) && id.ValueKind == JsonValueKind.String;
}
