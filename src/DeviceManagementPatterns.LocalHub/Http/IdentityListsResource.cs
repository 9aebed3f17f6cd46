using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;
using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Identities in numbers: lists, which have no pages, and the bulk request.</summary>
internal sealed class IdentityListsResource(HubRuntime hub)
{
    private const int MaxListed = 1000;

    public void Map(RestRoutes routes)
    {
        routes.Map("GET", "/devices", hub.Limits.Metered(HubMeter.IdentityOperations, ListDevicesAsync), HubPermissions.RegistryRead);
        routes.Map("GET", "/devices/{deviceId}/modules", hub.Limits.Metered(HubMeter.IdentityOperations, ListModulesAsync), HubPermissions.RegistryRead);
        routes.Map("POST", "/devices", ExecuteBulkAsync, HubPermissions.RegistryWrite);
    }

    private static Task AnswerAsync(RestCall call, IReadOnlyList<HubIdentity> identities) => call.AnswerAsync(writer =>
    {
        writer.WriteStartArray();
        foreach (var identity in identities)
        {
            IdentityJson.Write(writer, identity);
        }

        writer.WriteEndArray();
    });

    private Task ListDevicesAsync(RestCall call)
    {
        var top = RestCall.Integer(call.Http.Request.Query["top"], "top");
        return AnswerAsync(call, hub.ListDevices(top is >= 1 and <= MaxListed ? top.Value : MaxListed));
    }

    private Task ListModulesAsync(RestCall call) => AnswerAsync(call, hub.ListModules(call.Id.DeviceId));

    private async Task ExecuteBulkAsync(RestCall call)
    {
        var body = await call.ReadBodyAsync(RestLimits.BulkBodyLength).ConfigureAwait(false);
        var request = BulkBody.Read(body);
        await hub.Limits.AdmitManyAsync(HubMeter.IdentityOperations, request.Count, call.Aborted).ConfigureAwait(false);
        var result = await hub.ExecuteBulkAsync(request, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(result.WriteTo).ConfigureAwait(false);
    }
}
