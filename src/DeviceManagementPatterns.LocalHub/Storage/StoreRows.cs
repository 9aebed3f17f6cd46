using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Reads and writes the tables.</summary>
internal static class StoreRows
{
    public static void Write(SqliteConnection connection, StoreBatch batch)
    {
        using var transaction = connection.BeginTransaction();
        using var put = connection.CreateCommand();
        put.CommandText = """
            INSERT INTO entries (sequence, device_id, module_id, identity, twin) VALUES ($sequence, $device, $module, $identity, $twin)
            ON CONFLICT (sequence) DO UPDATE SET identity = excluded.identity, twin = excluded.twin
            """;
        using var remove = connection.CreateCommand();
        remove.CommandText = "DELETE FROM entries WHERE sequence = $sequence";
        foreach (var (sequence, kept) in batch.Rows)
        {
            if (kept is { } row)
            {
                Put(put, row);
                continue;
            }

            remove.Parameters.Clear();
            remove.Parameters.AddWithValue("$sequence", sequence);
            remove.ExecuteNonQuery();
        }

        StoreConfigurations.Write(connection, batch);
        transaction.Commit();
    }

    /// <exception cref="IOException">A row cannot be read.</exception>
    public static IEnumerable<HubTwinRow> Read(SqliteConnection connection, string file, TwinShapes shapes)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sequence, device_id, module_id, identity, twin FROM entries ORDER BY sequence";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return ReadRow(reader, file, shapes);
        }
    }

    public static void WritePolicies(SqliteConnection connection, HubPolicies policies)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO policies (name, permissions, primary_key, secondary_key) VALUES ($name, $permissions, $primary, $secondary)";
        foreach (var policy in policies.All)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$name", policy.Name);
            command.Parameters.AddWithValue("$permissions", (int)policy.Permissions);
            command.Parameters.AddWithValue("$primary", policy.PrimaryKey);
            command.Parameters.AddWithValue("$secondary", policy.SecondaryKey);
            command.ExecuteNonQuery();
        }
    }

    public static HubPolicies ReadPolicies(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, permissions, primary_key, secondary_key FROM policies";
        using var reader = command.ExecuteReader();
        var policies = new List<HubPolicy>();
        while (reader.Read())
        {
            policies.Add(new HubPolicy(reader.GetString(0), (HubPermissions)reader.GetInt32(1), reader.GetString(2), reader.GetString(3)));
        }

        return new HubPolicies(policies);
    }

    private static void Put(SqliteCommand command, HubTwinRow row)
    {
        command.Parameters.Clear();
        command.Parameters.AddWithValue("$sequence", row.Sequence);
        command.Parameters.AddWithValue("$device", row.Identity.Id.DeviceId);
        command.Parameters.AddWithValue("$module", (object?)row.Identity.Id.ModuleId ?? DBNull.Value);
        command.Parameters.AddWithValue("$identity", IdentityRecord.Write(row.Identity));
        command.Parameters.AddWithValue("$twin", TwinRecord.Write(row.Twin));
        command.ExecuteNonQuery();
    }

    private static HubTwinRow ReadRow(SqliteDataReader reader, string file, TwinShapes shapes)
    {
        var id = new HubIdentityId(reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2));
        try
        {
            var identity = IdentityRecord.Read(id, reader.GetFieldValue<byte[]>(3));
            return new HubTwinRow(reader.GetInt64(0), identity, TwinRecord.Read(reader.GetFieldValue<byte[]>(4), shapes));
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or OverflowException)
        {
            throw new IOException($"The store '{file}' is damaged: '{id}' cannot be read. Put a copy in its place, or name another data directory.", e);
        }
    }
}
