namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>LocalHub's own: ends a device's connection.</summary>
internal sealed class DisconnectResource(HubRuntime hub)
{
    public const string Reason = "a caller of this local hub asked for it";

    public void Map(RestRoutes routes)
    {
        routes.Map("POST", "/$localhub/devices/{deviceId}/disconnect", DisconnectAsync, FaultsResource.All);
        routes.Map("POST", "/$localhub/devices/{deviceId}/modules/{moduleId}/disconnect", DisconnectAsync, FaultsResource.All);
    }

    private Task DisconnectAsync(RestCall call)
    {
        var wasConnected = hub.Disconnect(call.Id, Reason);
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("deviceId", call.Id.ToString());
            writer.WriteBoolean("wasConnected", wasConnected);
            writer.WriteEndObject();
        });
    }
}
