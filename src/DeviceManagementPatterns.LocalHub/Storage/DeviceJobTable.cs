using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>The devices' parts of the jobs.</summary>
internal sealed class DeviceJobTable(StoreWriter writer) : StoreTable(writer)
{
    public const string Layout = """
        CREATE TABLE IF NOT EXISTS device_jobs (job INTEGER NOT NULL, place INTEGER NOT NULL, device BLOB NOT NULL, PRIMARY KEY (job, place)) WITHOUT ROWID;
        """;

    public void Put(DeviceJob device) => Set(new StoreKey(device.Job.Sequence, device.Index), device);

    public void Remove(HubJob job, int deviceCount)
    {
        for (var index = 0; index < deviceCount; index++)
        {
            Set(new StoreKey(job.Sequence, index), null);
        }
    }

    /// <summary>The devices of a job, in their order.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="job">The job as it started.</param>
    /// <exception cref="IOException">A row cannot be read.</exception>
    public static DeviceJob[] Read(SqliteConnection connection, HubJob job)
    {
        using var command = connection.Command("SELECT device FROM device_jobs WHERE job = $job ORDER BY place");
        command.Parameters.AddWithValue("$job", job.Sequence);
        using var reader = command.ExecuteReader();
        var devices = new List<DeviceJob>();
        while (reader.Read())
        {
            try
            {
                devices.Add(DeviceJobRecord.Read(job, devices.Count, reader.GetFieldValue<byte[]>(0)));
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                throw Unreadable(connection, $"device {devices.Count} of job '{job.Id}'", e);
            }
        }

        return [.. devices];
    }

    public override void Write(SqliteTransaction transaction, StoreKey key, object? row)
    {
        if (row is DeviceJob device)
        {
            Execute(
                transaction,
                "INSERT INTO device_jobs (job, place, device) VALUES ($0, $1, $2) ON CONFLICT (job, place) DO UPDATE SET device = excluded.device",
                key.Owner,
                key.Item,
                DeviceJobRecord.Write(device));
            return;
        }

        Execute(transaction, "DELETE FROM device_jobs WHERE job = $0 AND place = $1", key.Owner, key.Item);
    }
}
