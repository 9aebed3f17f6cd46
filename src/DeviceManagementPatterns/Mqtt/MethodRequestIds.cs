namespace DeviceManagementPatterns.Mqtt;

/// <summary>
/// Tells a redelivered method call from a new one, within one connection. A hub may use an id again for another call once the first
/// is answered; only a message that is marked as a redelivery is then the same call.
/// </summary>
internal sealed class MethodRequestIds
{
    private const int Remembered = 256;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly Queue<string> _answered = new();

    /// <summary>False where the call is being answered, or has been and this is a redelivery.</summary>
    public bool TryBegin(string requestId, bool isRedelivery)
    {
        lock (_gate)
        {
            return !(isRedelivery && _answered.Contains(requestId)) && _running.Add(requestId);
        }
    }

    public void End(string requestId)
    {
        lock (_gate)
        {
            _running.Remove(requestId);
            _answered.Enqueue(requestId);
            if (_answered.Count > Remembered)
            {
                _answered.Dequeue();
            }
        }
    }
}
