using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Reboot;

/// <summary>
/// Finds the method by which a device is asked to reboot. A device of ours answers both names. One that runs a tutorial's own code
/// knows one of them, which its reported properties tell once it has rebooted before; until then it is asked by the one, and by the
/// other where it does not know the first.
/// </summary>
internal static class RebootCalls
{
    private const int UnknownMethod = 404;
    private const int NoSuchHandler = 501;

    /// <summary>
    /// How long the first name is tried on a device of which nothing is known. Microsoft's Node SDK gives no answer at all to a
    /// method without a handler; the tutorials' handlers of this name answer at once.
    /// </summary>
    private static readonly TimeSpan FirstNamePatience = TimeSpan.FromSeconds(10);

    public static async Task<DirectMethodResult> CallAsync(
        IServiceClient service, string deviceId, RebootRequest request, TwinSection reported, CancellationToken cancellationToken)
    {
        if (request.MethodName is { } methodName)
        {
            return await InvokeAsync(service, deviceId, methodName, request, cancellationToken).ConfigureAwait(false);
        }

        var (flat, nested) = RebootContract.ReadTutorialTimes(reported);
        return (RebootContract.IsSupported(reported) || (flat is not null && nested is null), nested is not null) switch
        {
            (true, _) => await CallInOrderAsync(RebootContract.PythonMethod, RebootContract.CSharpMethod).ConfigureAwait(false),
            (false, true) => await CallInOrderAsync(RebootContract.CSharpMethod, RebootContract.PythonMethod).ConfigureAwait(false),
            _ => await CallUnknownDeviceAsync(service, deviceId, request, cancellationToken).ConfigureAwait(false),
        };

        async Task<DirectMethodResult> CallInOrderAsync(string first, string second)
        {
            var result = await InvokeAsync(service, deviceId, first, request, cancellationToken).ConfigureAwait(false);
            return DoesNotKnowTheMethod(result)
                ? await InvokeAsync(service, deviceId, second, request, cancellationToken).ConfigureAwait(false)
                : result;
        }
    }

    private static async Task<DirectMethodResult> CallUnknownDeviceAsync(
        IServiceClient service, string deviceId, RebootRequest request, CancellationToken cancellationToken)
    {
        HubException? silence = null;
        try
        {
            var patience = request.ResponseTimeout < FirstNamePatience ? request.ResponseTimeout : FirstNamePatience;
            var first = await InvokeAsync(
                service, deviceId, RebootContract.CSharpMethod, request with { ResponseTimeout = patience }, cancellationToken).ConfigureAwait(false);
            if (!DoesNotKnowTheMethod(first))
            {
                return first;
            }
        }
        catch (HubException exception) when (exception.Code == HubErrorCode.GatewayTimeout)
        {
            silence = exception;
        }

        if (silence is not null && await HasReportedSinceAsync(service, deviceId, cancellationToken).ConfigureAwait(false))
        {
            throw silence;
        }

        var second = await InvokeAsync(service, deviceId, RebootContract.PythonMethod, request, cancellationToken).ConfigureAwait(false);
        return silence is not null && DoesNotKnowTheMethod(second) ? throw silence : second;
    }

    /// <summary>A device that was silent and has reported in the meantime is at work, and is not asked again.</summary>
    private static async Task<bool> HasReportedSinceAsync(IServiceClient service, string deviceId, CancellationToken cancellationToken)
    {
        var twin = await TwinPolling.ReadExistingAsync(service, deviceId, cancellationToken).ConfigureAwait(false);
        return RebootContract.IsSupported(twin.Reported) || RebootContract.ReadTutorialTimes(twin.Reported) != (null, null);
    }

    private static bool DoesNotKnowTheMethod(DirectMethodResult result) =>
        result.Status is UnknownMethod or NoSuchHandler && !RebootContract.CarriesOperationId(result.Payload);

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
}
