using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging;
using MQTTnet.Packets;
using MqttTopicFilter = DeviceManagementPatterns.Wire.MqttTopicFilter;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>
/// What belongs to one connection and ends with it: its twin requests, its method calls and its news of desired properties.
/// </summary>
internal sealed class DeviceSession : IAsyncDisposable
{
    private readonly MqttLink _link;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<TwinAnswer>> _requests = new(StringComparer.Ordinal);
    private readonly Action<DeviceSession, MqttTopic.MethodRequest, ReadOnlyMemory<byte>, bool> _onMethod;
    private readonly Channel<long> _desiredVersions =
        Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Dictionary<MqttTopicFilter, Task> _subscriptions = [];
    private readonly TaskCompletionSource _retired = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="link">The connection; not started yet.</param>
    /// <param name="credentials">When the connection must be made anew.</param>
    /// <param name="onMethod">Takes a method call; it must return at once. The last argument tells a redelivery.</param>
    /// <param name="logger">Where messages that nobody understands are told.</param>
    public DeviceSession(
        MqttLink link,
        (DateTimeOffset? RenewAt, DateTimeOffset? Expires) credentials,
        Action<DeviceSession, MqttTopic.MethodRequest, ReadOnlyMemory<byte>, bool> onMethod,
        ILogger logger)
    {
        (_link, Credentials, _onMethod, _logger) = (link, credentials, onMethod, logger);
        link.Start(Receive);
    }

    public (DateTimeOffset? RenewAt, DateTimeOffset? Expires) Credentials { get; }

    public Task<string> Closed => _link.Closed;

    public bool IsClosed => _link.IsClosed;

    /// <summary>Method calls that are being answered.</summary>
    public SessionWork Calls { get; } = new();

    /// <summary>Twin requests that wait for their answers.</summary>
    public SessionWork Requests { get; } = new();

    /// <summary>The request ids of method calls on this connection.</summary>
    public MethodRequestIds MethodIds { get; } = new();

    /// <summary>The newest version of the desired properties that the hub has told.</summary>
    public ChannelReader<long> DesiredVersions => _desiredVersions.Reader;

    /// <summary>Ends when nobody is given this session any more.</summary>
    public Task Retired => _retired.Task;

    public void Retire() => _retired.TrySetResult();

    /// <summary>Subscribes once a connection, however often it is asked for.</summary>
    public Task SubscribeAsync(MqttTopicFilter filter, CancellationToken cancellationToken)
    {
        lock (_subscriptions)
        {
            if (!_subscriptions.TryGetValue(filter, out var subscribing) || subscribing.IsFaulted)
            {
                _subscriptions[filter] = subscribing = _link.SubscribeAsync(filter, CancellationToken.None);
            }

            return subscribing.WaitAsync(cancellationToken);
        }
    }

    public Task PublishAcknowledgedAsync(MqttTopic topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        _link.PublishAsync(topic, payload, waitForAck: true, cancellationToken);

    public Task<TwinAnswer> ReadTwinAsync(CancellationToken cancellationToken) =>
        RequestTwinAsync(rid => new MqttTopic.TwinGet(rid), ReadOnlyMemory<byte>.Empty, cancellationToken);

    public Task<TwinAnswer> PatchReportedAsync(ReadOnlyMemory<byte> patch, CancellationToken cancellationToken) =>
        RequestTwinAsync(rid => new MqttTopic.ReportedPatch(rid), patch, cancellationToken);

    /// <summary>Ends the connection politely; what waits on it fails.</summary>
    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        _desiredVersions.Writer.TryComplete();
    }

    private async Task<TwinAnswer> RequestTwinAsync(
        Func<string, MqttTopic> topicOf, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        using var begun = Requests.Begin();
        var requestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<TwinAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[requestId] = answer;
        try
        {
            await _link.PublishAsync(topicOf(requestId), payload, waitForAck: false, cancellationToken).ConfigureAwait(false);
            await Task.WhenAny(answer.Task, Closed).WaitAsync(cancellationToken).ConfigureAwait(false);
            return answer.Task.IsCompleted
                ? await answer.Task.ConfigureAwait(false)
                : throw new HubException(
                    HubErrorCode.Network, $"The connection to the hub ended before it answered ({await Closed.ConfigureAwait(false)}).");
        }
        finally
        {
            _requests.TryRemove(requestId, out _);
        }
    }

    private void Receive(MqttPublishPacket message)
    {
        var topic = MqttTopic.TryParse(message.Topic ?? "", out var parsed) ? parsed : null;
        switch (topic)
        {
            case MqttTopic.MethodRequest request:
                _onMethod(this, request, message.Payload.ToArray(), message.Dup);
                break;
            case MqttTopic.TwinAnswer answer when _requests.TryGetValue(answer.RequestId, out var waiting):
                waiting.TrySetResult(new TwinAnswer(answer.Status, answer.Version, message.Payload.ToArray()));
                break;
            case MqttTopic.DesiredPatch patch:
                _desiredVersions.Writer.TryWrite(patch.Version);
                break;
            default:
                _logger.MessageIsIgnored(topic?.GetType().Name ?? "an unknown topic");
                break;
        }
    }
}
