using System.Buffers;
using System.IO.Pipelines;
using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>
/// The one writer of a connection. Any thread may send, none waits: what comes while a flush is under way is collected and leaves
/// with the next one. A reader that falls too far behind is cut off.
/// </summary>
internal sealed class MqttOutbox(PipeWriter output, Action cutOff)
{
    /// <summary>Enough for all cloud-to-device messages that may wait for one device, at once.</summary>
    internal const int MaxWaitingBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte>? _waiting;
    private Task _flush = Task.CompletedTask;
    private bool _isHeld;
    private bool _isFlushing;
    private bool _isClosed;

    /// <summary>Sends a packet, or keeps it while held; after the end of the link it is dropped.</summary>
    public void Send(MqttPacket packet)
    {
        var isTooSlow = false;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            var mustWait = _isHeld || _isFlushing;
            if (mustWait)
            {
                _waiting ??= new ArrayBufferWriter<byte>();
            }

            MqttCodec.Encode(packet, mustWait ? _waiting! : output);
            isTooSlow = _waiting?.WrittenCount > MaxWaitingBytes;
            _isClosed = isTooSlow;
            if (mustWait && !isTooSlow)
            {
                return;
            }

            _isFlushing = true;
        }

        if (isTooSlow)
        {
            cutOff();
        }
        else
        {
            StartFlush();
        }
    }

    /// <summary>Keeps back what is sent from now on.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _isHeld = true;
        }
    }

    /// <summary>Lets go what was kept back.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isHeld = false;
            if (_isFlushing || _isClosed)
            {
                return;
            }

            _isFlushing = true;
            MoveWaiting();
        }

        StartFlush();
    }

    /// <summary>Sends nothing any more; the connection stays.</summary>
    public void Freeze() => Drop();

    /// <summary>Takes no more packets, and returns when the last flush has ended.</summary>
    public Task CloseAsync()
    {
        Drop();
        lock (_gate)
        {
            return _flush;
        }
    }

    private void Drop()
    {
        lock (_gate)
        {
            _isClosed = true;
            _waiting = null;
        }
    }

    private void StartFlush()
    {
        var flush = FlushAsync();
        if (!flush.IsCompleted)
        {
            lock (_gate)
            {
                _flush = flush;
            }
        }
    }

    private async Task FlushAsync()
    {
        try
        {
            do
            {
                await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }
            while (TakeWaiting());
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The connection is gone; the read loop ends by itself and tells why.
            Drop();
        }
    }

    private bool TakeWaiting()
    {
        lock (_gate)
        {
            _isFlushing = !_isClosed && !_isHeld && _waiting is not null;
            MoveWaiting();
            return _isFlushing;
        }
    }

    private void MoveWaiting()
    {
        if (_isFlushing && _waiting is not null)
        {
            output.Write(_waiting.WrittenSpan);
            _waiting = null;
        }
    }
}
