using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

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

        return new MqttLink(connection, endpoint).RunAsync();
    }
}
