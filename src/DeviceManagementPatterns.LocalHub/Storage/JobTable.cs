using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>The scheduled jobs; their devices' parts stand in a table of their own.</summary>
internal sealed class JobTable(StoreWriter writer, DeviceJobTable devices) : StoreTable(writer), IJobChanges
{
    public const string Layout = "CREATE TABLE IF NOT EXISTS jobs (sequence INTEGER NOT NULL PRIMARY KEY, job BLOB NOT NULL);";

    public void Put(HubJob job) => Set(new StoreKey(job.Sequence), job);

    public void Put(DeviceJob device) => devices.Put(device);

    public void Remove(HubJob job, int deviceCount)
    {
        Set(new StoreKey(job.Sequence), null);
        devices.Remove(job, deviceCount);
    }

    /// <exception cref="IOException">A row cannot be read.</exception>
    public static IReadOnlyList<KeptJob> Read(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT sequence, job FROM jobs ORDER BY sequence");
        using var reader = command.ExecuteReader();
        var jobs = new List<KeptJob>();
        while (reader.Read())
        {
            var job = ReadRow(connection, reader);
            jobs.Add(new KeptJob(job, DeviceJobTable.Read(connection, AsItStarted(job))));
        }

        return jobs;
    }

    public override void Write(SqliteTransaction transaction, StoreKey key, object? row)
    {
        if (row is HubJob job)
        {
            Execute(
                transaction,
                "INSERT INTO jobs (sequence, job) VALUES ($0, $1) ON CONFLICT (sequence) DO UPDATE SET job = excluded.job",
                key.Owner,
                JobRecord.Write(job));
            return;
        }

        Execute(transaction, "DELETE FROM jobs WHERE sequence = $0", key.Owner);
    }

    private static HubJob AsItStarted(HubJob job) => job with { Status = JobStatus.Running, EndTime = null, FailureReason = null };

    private static HubJob ReadRow(SqliteConnection connection, SqliteDataReader reader)
    {
        var sequence = reader.GetInt64(0);
        try
        {
            return JobRecord.Read(sequence, reader.GetFieldValue<byte[]>(1));
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(connection, $"job {sequence}", e);
        }
    }
}
