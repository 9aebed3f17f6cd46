using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

/// <summary>A link that keeps the messages that it gets.</summary>
internal sealed class KeepingLink : IDeviceLink
{
    public List<CloudMessage> Messages { get; } = [];

    public void Accept(bool sessionPresent)
    {
    }

    public void DeliverMethod(string requestId, string methodName, ReadOnlyMemory<byte> payload)
    {
    }

    public void DeliverDesired(long version, ReadOnlyMemory<byte> patch)
    {
    }

    public void DeliverMessage(CloudMessage message, ushort deliveryId, bool isRepeated) => Messages.Add(message);

    public void Close(string reason)
    {
    }
}
