using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Operations;

/// <summary>What a pattern needs to act: the way to the twin, the journal, the clock and the log.</summary>
internal sealed record OperationContext(
    OperationReporter Reporter, IOperationJournal Journal, TimeProvider Time, ILogger Logger, string PatternName)
{
    public ValueTask JournalAsync(Operation operation, CancellationToken cancellationToken) => Journal.AppendAsync(
        new JournalEntry(operation.Key, PatternName, operation.Status, Time.GetUtcNow(), operation.Request), cancellationToken);
}
