using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>One identity, a device's or a module's.</summary>
internal sealed class IdentityResource(HubRuntime hub)
{
    private static readonly string[] Paths = ["/devices/{deviceId}", "/devices/{deviceId}/modules/{moduleId}"];

    public void Map(RestRoutes routes)
    {
        foreach (var path in Paths)
        {
            routes.Map("GET", path, hub.Limits.Metered(HubMeter.IdentityOperations, GetAsync), HubPermissions.RegistryRead);
            routes.Map("PUT", path, hub.Limits.Metered(HubMeter.IdentityOperations, PutAsync), HubPermissions.RegistryWrite);
            routes.Map("DELETE", path, hub.Limits.Metered(HubMeter.IdentityOperations, DeleteAsync), HubPermissions.RegistryWrite);
        }
    }

    private static Task AnswerAsync(RestCall call, HubIdentity identity) =>
        call.AnswerAsync(writer => IdentityJson.Write(writer, identity), identity.ETag);

    private Task GetAsync(RestCall call) => AnswerAsync(call, hub.GetIdentity(call.Id));

    /// <summary>Without If-Match it creates, with it it replaces.</summary>
    private async Task PutAsync(RestCall call)
    {
        var body = await call.ReadBodyAsync().ConfigureAwait(false);
        var draft = IdentityJson.Read(call.Id, body);
        var identity = call.HasIfMatch
            ? await hub.UpdateIdentityAsync(call.Id, draft, call.IfMatch(), call.Aborted).ConfigureAwait(false)
            : await hub.CreateIdentityAsync(call.Id, draft, call.Aborted).ConfigureAwait(false);
        await AnswerAsync(call, identity).ConfigureAwait(false);
    }

    private async Task DeleteAsync(RestCall call)
    {
        await hub.DeleteIdentityAsync(call.Id, call.IfMatch(), call.Aborted).ConfigureAwait(false);
        call.AnswerNothing();
    }
}
