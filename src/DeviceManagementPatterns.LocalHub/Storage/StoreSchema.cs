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

    private const string HubLayout = "CREATE TABLE IF NOT EXISTS hub (starts INTEGER NOT NULL);";

    /// <summary>Every table. One that an older store lacks is made when the store is opened.</summary>
    private static readonly string Layout = string.Concat(
        HubLayout,
        PolicyTable.Layout,
        EntryTable.Layout,
        ConfigurationTable.Layout,
        MessageTable.Layout,
        SessionTable.Layout,
        JobTable.Layout,
        DeviceJobTable.Layout);

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
            connection.Execute($"PRAGMA application_id = {ApplicationId};");
            connection.Execute(Layout);
            connection.Execute("INSERT INTO hub (starts) VALUES (0);");
            PolicyTable.Write(connection, policies);
            transaction.Commit();
        }

        File.Move(partial, file);
    }

    /// <summary>
    /// The one connection that writes. A store of an older version gets what it lacks. Counting the start shows at once whether the
    /// file can be written, and flushes the folder that a new file stands in.
    /// </summary>
    public static SqliteConnection OpenForWriting(string file, bool isFlushed)
    {
        var connection = Open(file, SqliteOpenMode.ReadWrite);
        try
        {
            connection.Execute("PRAGMA journal_mode = WAL;");
            connection.Execute(isFlushed ? "PRAGMA synchronous = FULL;" : "PRAGMA synchronous = OFF;");
            using var transaction = connection.BeginTransaction();
            connection.Execute(Layout);
            connection.Execute($"PRAGMA user_version = {Version};");
            connection.Execute("UPDATE hub SET starts = starts + 1;");
            transaction.Commit();
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
}
