using DeviceManagementPatterns.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>What LocalHub tells anybody about itself, and no hub in the cloud does: its name, its ports and its limits. No key is in it.</summary>
internal sealed class AboutResource(HubRuntime hub, int mqttsPort, int httpsPort)
{
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods(LocalHubRoutes.Root, ["GET"], (RequestDelegate)(http => new RestCall(http).AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("hostName", hub.HostName);
            writer.WriteNumber("mqttsPort", mqttsPort);
            writer.WriteNumber("httpsPort", httpsPort);
            LimitsJson.Write(writer, hub.Limits);
            writer.WriteEndObject();
        })));
}
