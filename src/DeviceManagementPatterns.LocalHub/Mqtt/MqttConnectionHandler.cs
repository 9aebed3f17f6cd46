using DeviceManagementPatterns.LocalHub.Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Takes connections from Kestrel, be they TLS or WebSockets.</summary>
internal sealed class MqttConnectionHandler(MqttEndpoint endpoint) : ConnectionHandler
{
    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<ITransferFormatFeature>() is { } format)
        {
            format.ActiveFormat = TransferFormat.Binary;
        }

        return new MqttLink(connection, endpoint, TakeCertificate(connection)).RunAsync();
    }

    /// <summary>What the TLS handshake left: on the connection, or on the request that became a WebSocket.</summary>
    private static ShownCertificate? TakeCertificate(ConnectionContext connection)
    {
        var features = connection.GetHttpContext()?.Features ?? connection.Features;
        var shown = features.Get<ShownCertificate>();
        if (shown is not null)
        {
            features.Set<ShownCertificate>(null);
        }

        return shown;
    }
}
