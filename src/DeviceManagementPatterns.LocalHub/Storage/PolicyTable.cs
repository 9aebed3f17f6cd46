using DeviceManagementPatterns.LocalHub.Hub;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>The policies with their keys: written once, when the store is made.</summary>
internal static class PolicyTable
{
    public const string Layout = """
        CREATE TABLE IF NOT EXISTS policies (name TEXT NOT NULL PRIMARY KEY, permissions INTEGER NOT NULL, primary_key TEXT NOT NULL, secondary_key TEXT NOT NULL);
        """;

    public static void Write(SqliteConnection connection, HubPolicies policies)
    {
        foreach (var policy in policies.All)
        {
            using var command = connection.Command(
                "INSERT INTO policies (name, permissions, primary_key, secondary_key) VALUES ($name, $permissions, $primary, $secondary)");
            command.Parameters.AddWithValue("$name", policy.Name);
            command.Parameters.AddWithValue("$permissions", (int)policy.Permissions);
            command.Parameters.AddWithValue("$primary", policy.PrimaryKey);
            command.Parameters.AddWithValue("$secondary", policy.SecondaryKey);
            command.ExecuteNonQuery();
        }
    }

    public static HubPolicies Read(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT name, permissions, primary_key, secondary_key FROM policies");
        using var reader = command.ExecuteReader();
        var policies = new List<HubPolicy>();
        while (reader.Read())
        {
            policies.Add(new HubPolicy(reader.GetString(0), (HubPermissions)reader.GetInt32(1), reader.GetString(2), reader.GetString(3)));
        }

        return new HubPolicies(policies);
    }
}
