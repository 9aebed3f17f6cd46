namespace DeviceManagementPatterns.LocalHub.Runtime.Telemetry;

/// <summary>
/// Keeps the latest messages of all devices; the oldest goes when the buffer is full, whether it was read or not. Readers come with the
/// number of the message that they read last, so none of them is known here and none can hold the hub.
/// </summary>
internal sealed class TelemetryBuffer(int maxMessages, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly TelemetryMessage?[] _slots = new TelemetryMessage?[maxMessages];
    private TaskCompletionSource? _news;
    private long _first = 1;
    private long _last;
    private long _bytes;
    private bool _isEnded;

    public void Add(TelemetryMessage message)
    {
        TaskCompletionSource? news;
        lock (_gate)
        {
            if (_last - _first + 1 == maxMessages)
            {
                DropFirst();
            }

            _last++;
            Slot(_last) = message with { Sequence = _last };
            _bytes += message.Size;
            while (_bytes > maxBytes)
            {
                DropFirst();
            }

            (news, _news) = (_news, null);
        }

        news?.TrySetResult();
    }

    /// <summary>The messages kept, oldest first.</summary>
    public IReadOnlyList<TelemetryMessage> Read() => Read(new TelemetryCursor(0, null), int.MaxValue).Messages;

    /// <summary>What is there behind a number. A number that is not reached yet is of an earlier run: everything is behind it.</summary>
    public TelemetrySlice Read(TelemetryCursor cursor, int maxCount)
    {
        lock (_gate)
        {
            var after = cursor.After > _last ? 0 : cursor.After;
            var next = Math.Max(after, _first - 1);
            var found = new List<TelemetryMessage>();
            while (next < _last && found.Count < maxCount)
            {
                next++;
                if (Slot(next) is { } message && cursor.Takes(message))
                {
                    found.Add(message);
                }
            }

            return new TelemetrySlice(found, Overwritten: Math.Max(_first - 1 - after, 0), next, IsEnd: _isEnded && next == _last);
        }
    }

    /// <summary>Ends when there is more behind a number, or nothing comes any more.</summary>
    public Task WaitAsync(long after)
    {
        lock (_gate)
        {
            if (_last != after || _isEnded)
            {
                return Task.CompletedTask;
            }

            _news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _news.Task;
        }
    }

    /// <summary>Nothing comes any more: whoever follows is done when it has read what is there.</summary>
    public void End()
    {
        TaskCompletionSource? news;
        lock (_gate)
        {
            _isEnded = true;
            (news, _news) = (_news, null);
        }

        news?.TrySetResult();
    }

    private ref TelemetryMessage? Slot(long sequence) => ref _slots[sequence % maxMessages];

    private void DropFirst()
    {
        _bytes -= Slot(_first)!.Size;
        Slot(_first) = null;
        _first++;
    }
}
