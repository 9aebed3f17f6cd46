namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>One job's place in the hub: what changes of it, and who hears of that.</summary>
internal sealed class JobEntry
{
    private readonly IJobChanges? _changes;
    private DeviceJob[] _devices = [];

    /// <summary>A job that is new.</summary>
    public JobEntry(HubJob job, IJobChanges? changes)
    {
        (Job, _changes) = (job, changes);
        changes?.Put(job);
    }

    /// <summary>A job that an earlier run has kept.</summary>
    public JobEntry(KeptJob kept, IJobChanges? changes) => (Job, _devices, _changes) = (kept.Job, kept.Devices, changes);

    public HubJob Job { get; private set; }

    /// <summary>Empty until the job starts.</summary>
    public IReadOnlyList<DeviceJob> Devices => _devices;

    public JobSnapshot Snapshot() => new(Job, JobStatistics.Of(_devices));

    /// <returns>False where the signal means nothing any more.</returns>
    public bool Signal(JobSignal signal, DateTimeOffset now, string? reason = null)
    {
        var next = Job.After(signal, now);
        if (ReferenceEquals(next, Job))
        {
            return false;
        }

        Job = reason is null ? next : next with { FailureReason = reason };
        _changes?.Put(Job);
        return true;
    }

    /// <summary>The devices are known, each pending.</summary>
    public void Meet(IEnumerable<string> deviceIds, DateTimeOffset now)
    {
        _devices = [.. deviceIds.Select((id, index) => new DeviceJob(Job, index, id, now))];
        foreach (var device in _devices)
        {
            _changes?.Put(device);
        }
    }

    public void Signal(int index, DeviceJobSignal signal, DateTimeOffset now, Func<DeviceJob, DeviceJob>? add = null)
    {
        if (_devices[index].After(signal, now) is { } next)
        {
            _devices[index] = add is null ? next : add(next);
            _changes?.Put(_devices[index]);
        }
    }

    public void Forget() => _changes?.Remove(Job, _devices.Length);
}
