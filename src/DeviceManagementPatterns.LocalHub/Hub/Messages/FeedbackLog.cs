namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>Keeps the latest feedback for all senders; the oldest goes when there is too much. Many may read and write at once.</summary>
internal sealed class FeedbackLog
{
    public const int MaxRecords = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<FeedbackRecord> _records = new();
    private long _last;

    public void Add(FeedbackRecord record)
    {
        lock (_gate)
        {
            _records.Enqueue(record with { Sequence = ++_last });
            if (_records.Count > MaxRecords)
            {
                _records.Dequeue();
            }
        }
    }

    /// <summary>The records behind a number, oldest first.</summary>
    public IReadOnlyList<FeedbackRecord> Read(long after, int maxCount)
    {
        lock (_gate)
        {
            return [.. _records.Where(record => record.Sequence > after).Take(maxCount)];
        }
    }
}
