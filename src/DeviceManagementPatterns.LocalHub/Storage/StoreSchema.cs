using DeviceManagementPatterns.LocalHub.Hub;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>How the file is laid out, and how it is made and opened.</summary>
internal static class StoreSchema
{
    /// <summary>Raised with every change of the layout.</summary>
    public const int Version = 2;

    /// <summary><c>DMPH</c>, in the file's header: a hub's, and nobody else's.</summary>
    public const int ApplicationId = 0x444D5048;

    private static readonly string Layout = $"""
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = 1;
        CREATE TABLE hub (starts INTEGER NOT NULL);
        INSERT INTO hub (starts) VALUES (0);
        CREATE TABLE policies (name TEXT NOT NULL PRIMARY KEY, permissions INTEGER NOT NULL, primary_key TEXT NOT NULL, secondary_key TEXT NOT NULL);
        CREATE TABLE entries (sequence INTEGER NOT NULL PRIMARY KEY, device_id TEXT NOT NULL, module_id TEXT, identity BLOB NOT NULL, twin BLOB NOT NULL);
        """;

    /// <summary>Makes a store beside its place and moves it there when it is whole, so that a crash leaves no half store behind.</summary>
    public static void Create(string file, HubPolicies policies)
    {
        if (File.Exists(file + "-wal"))
        {
            throw new IOException($"'{file}-wal' is there, but the store '{file}' that it belongs to is not: put both back, or name another data directory.");
        }

        var partial = file + ".new";
        File.Delete(partial);
        File.Delete(partial + "-journal");
        using (var connection = Open(partial, SqliteOpenMode.ReadWriteCreate))
        {
            connection.Execute("PRAGMA synchronous = FULL;");
            using var transaction = connection.BeginTransaction();
            connection.Execute(Layout);
            StoreRows.WritePolicies(connection, policies);
            transaction.Commit();
            StoreUpgrades.Run(connection);
        }

        File.Move(partial, file);
    }

    /// <summary>
    /// The one connection that writes. Counting the start shows at once whether the file can be written, and flushes the folder that
    /// a new file stands in.
    /// </summary>
    public static SqliteConnection OpenForWriting(string file)
    {
        var connection = Open(file, SqliteOpenMode.ReadWrite);
        try
        {
            connection.Execute("PRAGMA journal_mode = WAL;");
            connection.Execute("PRAGMA synchronous = FULL;");
            StoreUpgrades.Run(connection);
            connection.Execute("UPDATE hub SET starts = starts + 1;");
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return connection;
    }

    public static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this folder only.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static object? Ask(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this folder only.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
