using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Automatic configurations. What they have set in a twin is kept with the twin.</summary>
internal sealed class ConfigurationTable(StoreWriter writer) : StoreTable(writer), IConfigurationChanges
{
    public const string Layout = """
        CREATE TABLE IF NOT EXISTS configurations (sequence INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL, body BLOB NOT NULL);
        """;

    public void Put(HubConfiguration configuration) => Set(new StoreKey(configuration.Sequence), configuration);

    public void Remove(HubConfiguration configuration) => Set(new StoreKey(configuration.Sequence), null);

    /// <exception cref="IOException">A row cannot be read.</exception>
    public static IEnumerable<HubConfiguration> Read(SqliteConnection connection, TwinShapes shapes)
    {
        using var command = connection.Command("SELECT sequence, id, body FROM configurations ORDER BY sequence");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return ReadRow(connection, reader, shapes);
        }
    }

    public override void Write(SqliteTransaction transaction, StoreKey key, object? row)
    {
        if (row is not HubConfiguration kept)
        {
            Execute(transaction, "DELETE FROM configurations WHERE sequence = $0", key.Owner);
            return;
        }

        Execute(
            transaction,
            """
            INSERT INTO configurations (sequence, id, body) VALUES ($0, $1, $2)
            ON CONFLICT (sequence) DO UPDATE SET body = excluded.body
            """,
            key.Owner,
            kept.Id,
            ConfigurationRecord.Write(kept));
    }

    private static HubConfiguration ReadRow(SqliteConnection connection, SqliteDataReader reader, TwinShapes shapes)
    {
        var id = reader.GetString(1);
        try
        {
            return ConfigurationRecord.Read(id, reader.GetInt64(0), reader.GetFieldValue<byte[]>(2), shapes);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(connection, $"configuration '{id}'", e);
        }
    }
}
