using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Brings a store of an older version to this one, in one transaction.</summary>
internal static class StoreUpgrades
{
    /// <summary>What each version has that the one before it has not.</summary>
    private static readonly (long Version, string Layout)[] Steps =
    [
        (2, "CREATE TABLE configurations (sequence INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL, body BLOB NOT NULL);"),
    ];

    public static void Run(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        var version = Convert.ToInt64(connection.Ask("PRAGMA user_version;"), CultureInfo.InvariantCulture);
        foreach (var (next, layout) in Steps.Where(step => step.Version > version))
        {
            connection.Execute(layout);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {next};"));
        }

        transaction.Commit();
    }
}
