namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Keeps the latest messages of all devices; the oldest goes when the buffer is full.</summary>
internal sealed class TelemetryBuffer
{
    private const int MaxMessages = 1000;
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<TelemetryMessage> _messages = new();
    private long _bytes;

    public void Add(TelemetryMessage message)
    {
        lock (_gate)
        {
            _messages.Enqueue(message);
            _bytes += message.Body.Length;
            while (_messages.Count > MaxMessages || _bytes > MaxBytes)
            {
                _bytes -= _messages.Dequeue().Body.Length;
            }
        }
    }

    /// <summary>The messages kept, oldest first.</summary>
    public IReadOnlyList<TelemetryMessage> Read()
    {
        lock (_gate)
        {
            return [.. _messages];
        }
    }
}
