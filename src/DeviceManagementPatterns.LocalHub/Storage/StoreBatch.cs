using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>What is written by one transaction: of each row the last state, or null where it was removed.</summary>
internal sealed class StoreBatch(long number)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Batches are numbered from 1 and committed in this order.</summary>
    public long Number { get; } = number;

    public Dictionary<(StoreTable Table, StoreKey Key), object?> Rows { get; } = [];

    public Task Done => _done.Task;

    public void WriteTo(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var ((table, key), row) in Rows)
        {
            table.Write(transaction, key, row);
        }

        transaction.Commit();
    }

    public void Complete() => _done.TrySetResult();

    public void Fail(HubException error)
    {
        _done.TrySetException(error);
        _ = _done.Task.Exception;
    }
}
