using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Commands in one line each. Texts are constants of this folder; values go in as parameters.</summary>
internal static class StoreSql
{
    /// <summary>A command without its parameters. It belongs to the transaction that is open.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this folder only.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        command.ExecuteNonQuery();
    }

    public static object? Ask(this SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        return command.ExecuteScalar();
    }
}
