using DeviceManagementPatterns.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>What LocalHub tells anybody about itself, and no hub in the cloud does: its name and its ports. No key is in it.</summary>
internal sealed class AboutResource(string hostName, int mqttsPort, int httpsPort)
{
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods(LocalHubRoutes.Root, ["GET"], (RequestDelegate)(http => new RestCall(http).AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("hostName", hostName);
            writer.WriteNumber("mqttsPort", mqttsPort);
            writer.WriteNumber("httpsPort", httpsPort);
            writer.WriteEndObject();
        })));
}
