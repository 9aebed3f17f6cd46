using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Reads and writes the table of automatic configurations.</summary>
internal static class StoreConfigurations
{
    /// <summary>Inside the transaction of the batch.</summary>
    public static void Write(SqliteConnection connection, StoreBatch batch)
    {
        if (batch.Configurations.Count == 0)
        {
            return;
        }

        using var put = connection.CreateCommand();
        put.CommandText = """
            INSERT INTO configurations (sequence, id, body) VALUES ($sequence, $id, $body)
            ON CONFLICT (sequence) DO UPDATE SET body = excluded.body
            """;
        using var remove = connection.CreateCommand();
        remove.CommandText = "DELETE FROM configurations WHERE sequence = $sequence";
        foreach (var (sequence, kept) in batch.Configurations)
        {
            var command = kept is null ? remove : put;
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$sequence", sequence);
            if (kept is not null)
            {
                command.Parameters.AddWithValue("$id", kept.Id);
                command.Parameters.AddWithValue("$body", ConfigurationRecord.Write(kept));
            }

            command.ExecuteNonQuery();
        }
    }

    /// <exception cref="IOException">A row cannot be read.</exception>
    public static IEnumerable<HubConfiguration> Read(SqliteConnection connection, string file, TwinShapes shapes)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sequence, id, body FROM configurations ORDER BY sequence";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return ReadRow(reader, file, shapes);
        }
    }

    private static HubConfiguration ReadRow(SqliteDataReader reader, string file, TwinShapes shapes)
    {
        var id = reader.GetString(1);
        try
        {
            return ConfigurationRecord.Read(id, reader.GetInt64(0), reader.GetFieldValue<byte[]>(2), shapes);
        }
        catch (FormatException e)
        {
            throw new IOException(
                $"The store '{file}' is damaged: configuration '{id}' cannot be read. Put a copy in its place, or name another data directory.", e);
        }
    }
}
