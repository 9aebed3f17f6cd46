using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Direct methods of devices and modules.</summary>
internal sealed class MethodsResource(HubRuntime hub, CancellationToken stopping)
{
    public void Map(RestRoutes routes)
    {
        routes.Map("POST", "/twins/{deviceId}/methods", InvokeAsync, ErrorShape.B, HubPermissions.ServiceConnect);
        routes.Map("POST", "/twins/{deviceId}/modules/{moduleId}/methods", InvokeAsync, ErrorShape.B, HubPermissions.ServiceConnect);
    }

    private async Task InvokeAsync(RestCall call)
    {
        var invocation = MethodInvocation.Parse(await call.ReadBodyAsync().ConfigureAwait(false));
        await hub.Limits.AdmitMessageAsync(HubMeter.DirectMethods, invocation.Payload.Length, call.Aborted).ConfigureAwait(false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, stopping);
        try
        {
            var outcome = await hub.InvokeMethodAsync(call.Id, invocation, ended.Token).ConfigureAwait(false);
            await call.AnswerBytesAsync(outcome.WriteTo).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new HubException(HubErrorCode.ServiceUnavailable, "The hub is stopping; the device may have acted.");
        }
        catch (HubException e) when (TimeoutOf(e.Code, invocation) is { } timeout)
        {
            await RestErrors.WriteAsync(call.Http, e, ErrorShape.B, hub.Time, timeout).ConfigureAwait(false);
        }
    }

    private static TimeSpan? TimeoutOf(HubErrorCode? code, MethodInvocation invocation) => code switch
    {
        HubErrorCode.DeviceNotOnline => invocation.ConnectTimeout,
        HubErrorCode.GatewayTimeout => invocation.ResponseTimeout,
        _ => null,
    };
}
