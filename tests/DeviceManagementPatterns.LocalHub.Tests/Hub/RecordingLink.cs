using System.Collections.Concurrent;
using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub;

/// <summary>A link that notes what the hub sends, one line each.</summary>
internal sealed class RecordingLink : IDeviceLink
{
    private readonly ConcurrentQueue<string> _sent = new();

    public IReadOnlyList<string> Sent => [.. _sent];

    public string LastRequestId { get; private set; } = "";

    public void Accept(bool sessionPresent) => _sent.Enqueue($"accept {(sessionPresent ? "resumed" : "new")}");

    public void DeliverMethod(string requestId, string methodName, ReadOnlyMemory<byte> payload)
    {
        LastRequestId = requestId;
        _sent.Enqueue($"method {requestId} {methodName} {Encoding.UTF8.GetString(payload.Span)}");
    }

    public void DeliverDesired(long version, ReadOnlyMemory<byte> patch) => _sent.Enqueue($"desired {version} {Encoding.UTF8.GetString(patch.Span)}");

    public void DeliverMessage(CloudMessage message, ushort deliveryId, bool isRepeated) => _sent.Enqueue(
        $"message {deliveryId}{(isRepeated ? " again" : "")} {Encoding.UTF8.GetString(message.Content.Body.Span)}");

    public void Close(string reason) => _sent.Enqueue($"close {reason}");
}
