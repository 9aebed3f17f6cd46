using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>
/// One table: hears of changes under its state's gate and hands them to the writer (<see cref="Set"/>), writes them when their batch is
/// committed, and reads all of them at the start. To add one: a class of its own with its layout, which goes into
/// <see cref="StoreSchema"/>, a property of <see cref="HubStore"/>, and a call where the state is restored.
/// </summary>
internal abstract class StoreTable(StoreWriter writer)
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>Executes one change inside the batch's transaction.</summary>
    /// <param name="transaction">The batch's.</param>
    /// <param name="key">The row.</param>
    /// <param name="row">Its state as it was handed to <see cref="Set"/>; null removes it.</param>
    public abstract void Write(SqliteTransaction transaction, StoreKey key, object? row);

    /// <summary>The row's state from now on; null removes it. Of each key a batch writes the last state only. The state must not change.</summary>
    protected void Set(StoreKey key, object? row) => writer.Add(this, key, row);

    /// <summary>Runs a statement, which is prepared once. The values are <c>$0</c>, <c>$1</c> and so on; null is NULL.</summary>
    protected void Execute(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = transaction.Connection!.Command(sql);
            _commands.Add(sql, command);
        }

        command.Transaction = transaction;
        command.Parameters.Clear();
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i}", values[i] ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }

    protected static bool IsUnreadable(Exception e) => e is IOException or FormatException or ArgumentException or OverflowException or InvalidCastException;

    protected static IOException Unreadable(SqliteConnection connection, string what, Exception cause) => new(
        $"The store '{connection.DataSource}' is damaged: {what} cannot be read. Put a copy in its place, or name another data directory.", cause);
}
