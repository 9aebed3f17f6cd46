namespace DeviceManagementPatterns.Operations;

/// <summary>A journal that ends with the process: for simulation, and until the device has one on disk.</summary>
internal sealed class InMemoryOperationJournal : IOperationJournal
{
    private const int Capacity = 1024;
    private readonly Lock _gate = new();
    private readonly Queue<JournalEntry> _entries = new();

    public ValueTask AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _entries.Enqueue(entry);
            if (_entries.Count > Capacity)
            {
                _entries.Dequeue();
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<JournalEntry>>([.. _entries]);
        }
    }
}
