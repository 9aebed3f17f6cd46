using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.Tests.Runtime;

/// <summary>A link that tells when the first method arrives.</summary>
internal sealed class CalledLink(Action? onCalled = null) : IDeviceLink
{
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Called => _called.Task;

    public string RequestId { get; private set; } = "";

    public void Accept(bool sessionPresent)
    {
    }

    public void DeliverMethod(string requestId, string methodName, ReadOnlyMemory<byte> payload)
    {
        RequestId = requestId;
        _called.TrySetResult();
        onCalled?.Invoke();
    }

    public void DeliverDesired(long version, ReadOnlyMemory<byte> patch)
    {
    }

    public void DeliverMessage(CloudMessage message, ushort deliveryId, bool isRepeated)
    {
    }

    public void Close(string reason)
    {
    }
}
