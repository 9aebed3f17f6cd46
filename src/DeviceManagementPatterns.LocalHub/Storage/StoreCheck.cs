using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Looks at a file before it is written to: what is damaged, newer or another program's stays as it is.</summary>
internal static class StoreCheck
{
    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    /// <exception cref="IOException">The file cannot be used; the message says why and what to do.</exception>
    public static void Run(string file)
    {
        try
        {
            using var connection = StoreSchema.Open(file, SqliteOpenMode.ReadOnly);
            CheckOwner(connection, file);
            if (connection.Ask("PRAGMA quick_check(1);") is var fault and not "ok")
            {
                throw Damaged(file, $"{fault}");
            }
        }
        catch (SqliteException e) when (e.SqliteErrorCode is NotADatabase or Corrupt)
        {
            throw Damaged(file, e.Message);
        }
    }

    private static void CheckOwner(SqliteConnection connection, string file)
    {
        if (Number(connection, "PRAGMA application_id;") != StoreSchema.ApplicationId)
        {
            throw new IOException($"'{file}' is a database of another program, not a hub's store. It was left as it is: name another data directory.");
        }

        var version = Number(connection, "PRAGMA user_version;");
        if (version > StoreSchema.Version)
        {
            throw new IOException(string.Create(
                CultureInfo.InvariantCulture,
                $"The store '{file}' is of version {version}; this LocalHub knows versions up to {StoreSchema.Version}. It was left as it is: use the newer LocalHub, or name another data directory."));
        }
    }

    private static long Number(SqliteConnection connection, string sql) => Convert.ToInt64(connection.Ask(sql), CultureInfo.InvariantCulture);

    private static IOException Damaged(string file, string fault) => new(
        $"The store '{file}' is damaged ({fault}). It was left as it is: put a copy in its place, or name another data directory.");
}
