using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>One connection of a device in the hub's own process.</summary>
internal sealed class InProcessLink(InProcessDeviceClient client) : IDeviceLink
{
    private HubSession? _session;

    /// <summary>There before anything is delivered: an in-process session starts without subscriptions.</summary>
    public HubSession Session
    {
        get => _session ?? throw new InvalidOperationException("The link has no session yet.");
        set => _session = value;
    }

    public void Accept(bool sessionPresent)
    {
    }

    public void DeliverMethod(string requestId, string methodName, ReadOnlyMemory<byte> payload) =>
        client.OnMethod(Session, requestId, methodName, payload);

    public void DeliverDesired(long version, ReadOnlyMemory<byte> patch) => client.OnDesiredChanged();

    public void DeliverMessage(CloudMessage message, ushort deliveryId, bool isRepeated)
    {
        // The port has no messages, so an in-process device never subscribes to them.
    }

    public void Close(string reason) => client.OnClosed(this, reason);
}
