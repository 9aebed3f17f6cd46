using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Twins of devices and modules.</summary>
internal sealed class TwinsResource(HubRuntime hub)
{
    private static readonly string[] Paths = ["/twins/{deviceId}", "/twins/{deviceId}/modules/{moduleId}"];

    public void Map(RestRoutes routes)
    {
        foreach (var path in Paths)
        {
            routes.Map("GET", path, hub.Limits.Metered(HubMeter.TwinReads, GetAsync), HubPermissions.ServiceConnect);
            routes.Map("PATCH", path, hub.Limits.Metered(HubMeter.TwinUpdates, PatchAsync), HubPermissions.ServiceConnect);
            routes.Map("PUT", path, hub.Limits.Metered(HubMeter.TwinUpdates, PutAsync), HubPermissions.ServiceConnect);
        }
    }

    private static Task AnswerAsync(RestCall call, HubTwinRow twin) => call.AnswerBytesAsync(twin.WriteTo, twin.ETag);

    private Task GetAsync(RestCall call) => AnswerAsync(call, hub.GetTwin(call.Id));

    private async Task PatchAsync(RestCall call)
    {
        var body = await call.ReadBodyAsync().ConfigureAwait(false);
        await AnswerAsync(call, await hub.PatchTwinAsync(call.Id, body, call.IfMatch(), call.Aborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task PutAsync(RestCall call)
    {
        var body = await call.ReadBodyAsync().ConfigureAwait(false);
        await AnswerAsync(call, await hub.ReplaceTwinAsync(call.Id, body, call.IfMatch(), call.Aborted).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
