namespace DeviceManagementPatterns.Operations;

/// <summary>
/// Where the engine writes each step before it takes it. An entry that was appended is there after a crash as far as the
/// journal promises; the one in memory promises nothing beyond the process.
/// </summary>
internal interface IOperationJournal
{
    ValueTask AppendAsync(JournalEntry entry, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken);
}
