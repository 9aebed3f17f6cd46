using DeviceManagementPatterns.LocalHub.Hub.Messages;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Cloud-to-device messages that wait for their devices.</summary>
internal sealed class MessageTable(StoreWriter writer) : StoreTable(writer), IMessageChanges
{
    public const string Layout = """
        CREATE TABLE IF NOT EXISTS messages (sequence INTEGER NOT NULL PRIMARY KEY, device_id TEXT NOT NULL, delivery_count INTEGER NOT NULL, message BLOB NOT NULL);
        """;

    public void Put(KeptMessage message) => Set(new StoreKey(message.Message.Sequence), message);

    public void Remove(CloudMessage message) => Set(new StoreKey(message.Sequence), null);

    /// <exception cref="IOException">A row cannot be read.</exception>
    public static IEnumerable<KeptMessage> Read(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT sequence, device_id, delivery_count, message FROM messages ORDER BY sequence");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return ReadRow(connection, reader);
        }
    }

    public override void Write(SqliteTransaction transaction, StoreKey key, object? row)
    {
        if (row is not KeptMessage kept)
        {
            Execute(transaction, "DELETE FROM messages WHERE sequence = $0", key.Owner);
            return;
        }

        Execute(
            transaction,
            """
            INSERT INTO messages (sequence, device_id, delivery_count, message) VALUES ($0, $1, $2, $3)
            ON CONFLICT (sequence) DO UPDATE SET delivery_count = excluded.delivery_count
            """,
            key.Owner,
            kept.Message.DeviceId,
            kept.DeliveryCount,
            MessageRecord.Write(kept.Message));
    }

    private static KeptMessage ReadRow(SqliteConnection connection, SqliteDataReader reader)
    {
        var (sequence, deviceId) = (reader.GetInt64(0), reader.GetString(1));
        try
        {
            return new KeptMessage(MessageRecord.Read(sequence, deviceId, reader.GetFieldValue<byte[]>(3)), reader.GetInt32(2));
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(connection, $"message {sequence} for '{deviceId}'", e);
        }
    }
}
