using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>What sessions that are not clean listen to, whether they are open or not.</summary>
internal sealed class SessionTable(StoreWriter writer) : StoreTable(writer), ISessionChanges
{
    public const string Layout = "CREATE TABLE IF NOT EXISTS sessions (entry INTEGER NOT NULL PRIMARY KEY, subscriptions INTEGER NOT NULL);";

    public void Put(HubEntry entry, HubSubscriptions? kept) => Set(new StoreKey(entry.Sequence), kept);

    public static IEnumerable<(HubIdentityId Id, HubSubscriptions Kept)> Read(SqliteConnection connection)
    {
        using var command = connection.Command(
            "SELECT device_id, module_id, subscriptions FROM sessions JOIN entries ON entries.sequence = sessions.entry");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var id = new HubIdentityId(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1));
            yield return (id, (HubSubscriptions)reader.GetInt32(2));
        }
    }

    public override void Write(SqliteTransaction transaction, StoreKey key, object? row)
    {
        if (row is HubSubscriptions kept)
        {
            Execute(
                transaction,
                "INSERT INTO sessions (entry, subscriptions) VALUES ($0, $1) ON CONFLICT (entry) DO UPDATE SET subscriptions = excluded.subscriptions",
                key.Owner,
                (int)kept);
            return;
        }

        Execute(transaction, "DELETE FROM sessions WHERE entry = $0", key.Owner);
    }
}
