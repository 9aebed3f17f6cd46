namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>One job's place in the hub: what changes of it.</summary>
internal sealed class JobEntry(HubJob job)
{
    public HubJob Job { get; set; } = job;

    /// <summary>Empty until the job starts.</summary>
    public DeviceJob[] Devices { get; set; } = [];

    public JobSnapshot Snapshot() => new(Job, JobStatistics.Of(Devices));

    /// <returns>False where the signal means nothing any more.</returns>
    public bool Signal(JobSignal signal, DateTimeOffset now)
    {
        var before = Job;
        Job = before.After(signal, now);
        return !ReferenceEquals(before, Job);
    }

    public void Signal(int index, DeviceJobSignal signal, DateTimeOffset now, Func<DeviceJob, DeviceJob>? add = null)
    {
        if (Devices[index].After(signal, now) is { } next)
        {
            Devices[index] = add is null ? next : add(next);
        }
    }
}
