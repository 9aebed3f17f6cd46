using System.Buffers;
using System.Collections.Concurrent;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MqttTopicFilter = DeviceManagementPatterns.Wire.MqttTopicFilter;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>
/// One MQTT connection after its CONNACK, until it ends. It reads in one loop, keeps the connection alive, and fails whatever is
/// waiting when it ends. It does not reconnect.
/// </summary>
internal sealed class MqttLink(MqttPacketStream packets, TimeSpan keepAlive, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan MaxPongTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<ushort, TaskCompletionSource<MqttPacket>> _awaited = new();
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private TaskCompletionSource? _pong;
    private Task _loops = Task.CompletedTask;
    private int _lastPacketId;

    /// <summary>Ends with the reason when the connection has ended; it never fails.</summary>
    public Task<string> Closed => _closed.Task;

    public bool IsClosed => _closed.Task.IsCompleted;

    /// <summary>Begins to read.</summary>
    /// <param name="onMessage">Called for each message, in order, on the reading loop: it must return at once.</param>
    public void Start(Action<MqttPublishPacket> onMessage) => _loops = Task.WhenAll(ReadAsync(onMessage), KeepAliveAsync());

    public async Task SubscribeAsync(MqttTopicFilter filter, CancellationToken cancellationToken)
    {
        var packet = new MqttSubscribePacket { PacketIdentifier = NextPacketId() };
        packet.TopicFilters.Add(new() { Topic = filter.Format(), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce });
        var answer = await RequestAsync(packet, packet.PacketIdentifier, cancellationToken).ConfigureAwait(false);
        if (answer is MqttSubAckPacket { ReasonCodes: [> MqttSubscribeReasonCode.GrantedQoS2, ..] })
        {
            throw new HubException(HubErrorCode.InvalidOperation, $"The hub refused the subscription of {filter}.");
        }
    }

    /// <summary>Publishes, and waits until the hub has acknowledged it where asked to.</summary>
    /// <exception cref="HubException">The connection ended before that.</exception>
    public Task PublishAsync(MqttTopic topic, ReadOnlyMemory<byte> payload, bool waitForAck, CancellationToken cancellationToken)
    {
        var packet = new MqttPublishPacket
        {
            Topic = topic.Format(),
            Payload = new ReadOnlySequence<byte>(payload),
            QualityOfServiceLevel = waitForAck ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce,
            PacketIdentifier = waitForAck ? NextPacketId() : (ushort)0,
        };
        return waitForAck
            ? RequestAsync(packet, packet.PacketIdentifier, cancellationToken)
            : WriteAsync(packet).WaitAsync(cancellationToken);
    }

    /// <summary>Ends the connection without a goodbye.</summary>
    public async ValueTask AbortAsync(string reason)
    {
        if (!_closed.TrySetResult(reason))
        {
            return;
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        await packets.DisposeAsync().ConfigureAwait(false);
        foreach (var waiting in _awaited.Values)
        {
            waiting.TrySetException(Ended());
        }
    }

    /// <summary>Says goodbye, so that the hub does not count this as a failure, and ends the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!IsClosed)
        {
            try
            {
                await packets.WriteAsync(new MqttDisconnectPacket()).WaitAsync(GoodbyeTimeout, TimeProvider.System).ConfigureAwait(false);
            }
            catch (Exception e) when (IsEnd(e) || e is TimeoutException)
            {
            }
        }

        await AbortAsync("closed by this device").ConfigureAwait(false);
        await _loops.ConfigureAwait(false);
        _ending.Dispose();
    }

    private static bool IsEnd(Exception e) =>
        e is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;

    private HubException Ended() =>
        new(HubErrorCode.Network, $"The connection to the hub ended ({(IsClosed ? Closed.Result : "it broke")}).");

    private ushort NextPacketId()
    {
        ushort id;
        do
        {
            id = (ushort)Interlocked.Increment(ref _lastPacketId);
        }
        while (id == 0 || _awaited.ContainsKey(id));

        return id;
    }

    private async Task<MqttPacket> RequestAsync(MqttPacket packet, ushort packetId, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<MqttPacket>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited[packetId] = answer;
        try
        {
            if (IsClosed)
            {
                throw Ended();
            }

            await WriteAsync(packet).WaitAsync(cancellationToken).ConfigureAwait(false);
            return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _awaited.TryRemove(packetId, out _);
        }
    }

    private async Task WriteAsync(MqttPacket packet)
    {
        try
        {
            await packets.WriteAsync(packet).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            await AbortAsync($"writing failed: {e.Message}").ConfigureAwait(false);
            throw Ended();
        }
    }

    private async Task ReadAsync(Action<MqttPublishPacket> onMessage)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var reason = "the hub closed the connection";
        try
        {
            while (await packets.ReadAsync(_ending.Token).ConfigureAwait(false) is { } packet)
            {
                await HandleAsync(packet, onMessage).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            reason = $"reading failed: {e.Message}";
        }

        await AbortAsync(reason).ConfigureAwait(false);
    }

    private async Task HandleAsync(MqttPacket packet, Action<MqttPublishPacket> onMessage)
    {
        switch (packet)
        {
            case MqttPublishPacket { QualityOfServiceLevel: MqttQualityOfServiceLevel.ExactlyOnce }:
                throw new IOException("The hub sent a message at QoS 2, which IoT Hub does not have.");
            case MqttPublishPacket message:
                onMessage(message);
                if (message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce)
                {
                    await WriteAsync(new MqttPubAckPacket { PacketIdentifier = message.PacketIdentifier }).ConfigureAwait(false);
                }

                break;
            case MqttPubAckPacket or MqttSubAckPacket:
                if (_awaited.TryGetValue(((MqttPacketWithIdentifier)packet).PacketIdentifier, out var waiting))
                {
                    waiting.TrySetResult(packet);
                }

                break;
            case MqttPingRespPacket:
                Volatile.Read(ref _pong)?.TrySetResult();
                break;
        }
    }

    /// <summary>Asks for a sign of life twice in the time after which the hub would drop a silent device.</summary>
    private async Task KeepAliveAsync()
    {
        var interval = keepAlive / 2;
        var patience = interval < MaxPongTimeout ? interval : MaxPongTimeout;
        try
        {
            while (true)
            {
                await Task.Delay(interval, time, _ending.Token).ConfigureAwait(false);
                var pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Volatile.Write(ref _pong, pong);
                var asked = Task.WhenAll(WriteAsync(MqttPingReqPacket.Instance), pong.Task);
                await asked.WaitAsync(patience, time, _ending.Token).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            await AbortAsync($"the hub gave no sign of life within {patience.TotalSeconds:0.#} s").ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e) || e is HubException)
        {
        }
    }
}
