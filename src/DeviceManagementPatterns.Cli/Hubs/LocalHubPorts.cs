using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DeviceManagementPatterns.Http;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeviceManagementPatterns.Cli.Hubs;

/// <summary>What a local hub tells about itself, and a policy's connection string does not: the port of its device endpoint.</summary>
internal sealed record LocalHubPorts(int MqttsPort)
{
    private const string AzureDomain = ".azure-devices.";

    public static bool IsInAzure(HubEndpoint hub) => hub.Host.Contains(AzureDomain, StringComparison.OrdinalIgnoreCase);

    /// <returns>Null where the hub does not know the question: then it is no local one, and has the usual ports.</returns>
    /// <exception cref="HubException">The hub cannot be reached.</exception>
    public static async Task<LocalHubPorts?> FindAsync(HubEndpoint hub, IotHubServiceOptions options, CancellationToken cancellationToken)
    {
        if (IsInAzure(hub))
        {
            return null;
        }

        using var http = new HubHttp(hub, static _ => ValueTask.FromResult(""), options, NullLogger.Instance, TimeProvider.System);
        var request = HubRequest.Read("Asking for the hub's ports", LocalHubRoutes.Root);
        try
        {
            var reply = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return reply.Read<LocalHubPorts>(request, TryRead);
        }
        catch (HubException exception) when (exception.Code is not (HubErrorCode.Network or HubErrorCode.CertificateNotTrusted or HubErrorCode.Timeout))
        {
            return null;
        }
    }

    private static bool TryRead(JsonElement json, [NotNullWhen(true)] out LocalHubPorts? ports)
    {
        ports = json.TryGetInteger("mqttsPort", out var port) && port is >= 1 and <= 65535 ? new LocalHubPorts((int)port) : null;
        return ports is not null;
    }
}
