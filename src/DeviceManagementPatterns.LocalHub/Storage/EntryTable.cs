using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Identities with their twins.</summary>
internal sealed class EntryTable(StoreWriter writer) : StoreTable(writer), IEntryChanges
{
    public const string Layout = """
        CREATE TABLE IF NOT EXISTS entries (sequence INTEGER NOT NULL PRIMARY KEY, device_id TEXT NOT NULL, module_id TEXT, identity BLOB NOT NULL, twin BLOB NOT NULL);
        """;

    public void Put(HubEntry entry) => Set(new StoreKey(entry.Sequence), entry.Row);

    public void Remove(HubEntry entry) => Set(new StoreKey(entry.Sequence), null);

    /// <exception cref="IOException">A row cannot be read.</exception>
    public static IEnumerable<HubTwinRow> Read(SqliteConnection connection, TwinShapes shapes)
    {
        using var command = connection.Command("SELECT sequence, device_id, module_id, identity, twin FROM entries ORDER BY sequence");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return ReadRow(connection, reader, shapes);
        }
    }

    public override void Write(SqliteTransaction transaction, StoreKey key, object? row)
    {
        if (row is not HubTwinRow kept)
        {
            Execute(transaction, "DELETE FROM entries WHERE sequence = $0", key.Owner);
            return;
        }

        Execute(
            transaction,
            """
            INSERT INTO entries (sequence, device_id, module_id, identity, twin) VALUES ($0, $1, $2, $3, $4)
            ON CONFLICT (sequence) DO UPDATE SET identity = excluded.identity, twin = excluded.twin
            """,
            key.Owner,
            kept.Identity.Id.DeviceId,
            kept.Identity.Id.ModuleId,
            IdentityRecord.Write(kept.Identity),
            TwinRecord.Write(kept.Twin));
    }

    private static HubTwinRow ReadRow(SqliteConnection connection, SqliteDataReader reader, TwinShapes shapes)
    {
        var id = new HubIdentityId(reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2));
        try
        {
            var identity = IdentityRecord.Read(id, reader.GetFieldValue<byte[]>(3));
            return new HubTwinRow(reader.GetInt64(0), identity, TwinRecord.Read(reader.GetFieldValue<byte[]>(4), shapes));
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(connection, $"'{id}'", e);
        }
    }
}
