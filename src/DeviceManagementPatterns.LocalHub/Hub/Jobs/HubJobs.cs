using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>All jobs and their devices. It knows no time and runs nothing: whoever runs a job tells it how far that is.</summary>
/// <param name="maxActive">How many jobs may be queued, scheduled or running at a time; null for any number.</param>
/// <param name="changes">Who hears of every change that a restart must not lose; null where nothing is kept.</param>
internal sealed class HubJobs(int? maxActive, IJobChanges? changes = null)
{
    private static readonly TimeSpan History = TimeSpan.FromDays(30);

    private readonly Dictionary<string, JobEntry> _entries = new(StringComparer.Ordinal);
    private long _lastSequence;

    /// <exception cref="HubException">409104: the id is taken. 429004: there are as many active jobs as there may be.</exception>
    public JobSnapshot Create(JobDraft draft, DateTimeOffset now)
    {
        Forget(now);
        if (_entries.ContainsKey(draft.Id))
        {
            throw JobRefusals.Exists(draft.Id);
        }

        if (maxActive is { } limit && _entries.Values.Count(entry => entry.Job.IsActive) >= limit)
        {
            throw JobRefusals.TooMany(limit);
        }

        var entry = new JobEntry(new HubJob(++_lastSequence, draft, now), changes);
        _entries.Add(draft.Id, entry);
        return entry.Snapshot();
    }

    /// <summary>
    /// Takes back what an earlier run has kept, in the order of the jobs' sequence. A device whose method was being called is not called
    /// again: nobody knows whether it has acted.
    /// </summary>
    public void Restore(IEnumerable<KeptJob> kept, DateTimeOffset now)
    {
        foreach (var each in kept)
        {
            var entry = new JobEntry(each, changes);
            _lastSequence = each.Job.Sequence;
            _entries.Add(each.Job.Id, entry);
            foreach (var device in each.Devices.Where(device => device.Status == DeviceJobStatus.Running).ToArray())
            {
                FailDevice(each.Job.Id, device.Index, JobRefusals.Interrupted(), now);
            }
        }

        Forget(now);
    }

    /// <summary>Jobs that are not over, in the order of their creation.</summary>
    public IReadOnlyList<HubJob> Active() =>
        [.. _entries.Values.Select(entry => entry.Job).Where(job => job.IsActive).OrderBy(job => job.Sequence)];

    /// <summary>The devices of a job that have no result yet.</summary>
    public IReadOnlyList<DeviceJob> Unfinished(string jobId) =>
        [.. Find(jobId).Devices.Where(device => device.Status is DeviceJobStatus.Pending or DeviceJobStatus.Running)];

    /// <exception cref="HubException">404002.</exception>
    public JobSnapshot Get(string jobId, DateTimeOffset now)
    {
        Forget(now);
        return Find(jobId).Snapshot();
    }

    /// <summary>The jobs that a filter selects, in the order of their creation, behind a sequence number.</summary>
    public IReadOnlyList<JobSnapshot> List(JobFilter filter, long after, int maxCount, DateTimeOffset now)
    {
        Forget(now);
        return
        [
            .. _entries.Values
                .Where(entry => entry.Job.Sequence > after && filter.Selects(entry.Job))
                .OrderBy(entry => entry.Job.Sequence)
                .Take(maxCount)
                .Select(entry => entry.Snapshot()),
        ];
    }

    /// <summary>All devices' parts of all jobs, in the order of the jobs.</summary>
    public IReadOnlyList<DeviceJob> Devices(DateTimeOffset now)
    {
        Forget(now);
        return [.. _entries.Values.OrderBy(entry => entry.Job.Sequence).SelectMany(entry => entry.Devices)];
    }

    /// <summary>Its start time is to come.</summary>
    public void Postpone(string jobId, DateTimeOffset now) => Find(jobId).Signal(JobSignal.Postpone, now);

    /// <summary>Its time has come, and these devices are meant.</summary>
    /// <returns>False where it has been cancelled, or no device is meant.</returns>
    public bool Start(string jobId, IReadOnlyList<string> deviceIds, DateTimeOffset now)
    {
        var entry = Find(jobId);
        if (deviceIds.Count == 0)
        {
            Fail(jobId, $"No device matches the condition '{entry.Job.Draft.QueryCondition}'.", now);
            return false;
        }

        if (!entry.Signal(JobSignal.Start, now))
        {
            return false;
        }

        entry.Meet(deviceIds, now);
        return true;
    }

    /// <summary>The device can be reached, and its method is called next.</summary>
    public void Begin(string jobId, int index, DateTimeOffset now) => Find(jobId).Signal(index, DeviceJobSignal.Begin, now);

    /// <param name="jobId">The job.</param>
    /// <param name="index">The device's place in it.</param>
    /// <param name="outcome">The device's answer; null where a twin was written.</param>
    /// <param name="now">The time.</param>
    public void Succeed(string jobId, int index, MethodOutcome? outcome, DateTimeOffset now) =>
        Find(jobId).Signal(index, DeviceJobSignal.Succeed, now, device => device with { Outcome = outcome });

    public void FailDevice(string jobId, int index, HubException error, DateTimeOffset now) =>
        Find(jobId).Signal(index, DeviceJobSignal.Fail, now, device => device with { Error = error });

    /// <summary>Ends a job. Devices without a result have run out of time.</summary>
    public void Finish(string jobId, DateTimeOffset now)
    {
        var entry = Find(jobId);
        var allowed = entry.Job.Draft.MaxExecutionTime;
        foreach (var device in entry.Devices.ToArray())
        {
            var error = device.Status == DeviceJobStatus.Running ? JobRefusals.NoAnswer(allowed) : JobRefusals.NeverOnline(allowed);
            FailDevice(jobId, device.Index, error, now);
        }

        entry.Signal(JobSignal.Finish, now);
    }

    /// <summary>It cannot run.</summary>
    public void Fail(string jobId, string reason, DateTimeOffset now) => Find(jobId).Signal(JobSignal.Fail, now, reason);

    /// <summary>Ends a job and what its devices have not done yet. Doing it twice changes nothing.</summary>
    /// <exception cref="HubException">404002, or 400003 where the job is over.</exception>
    public JobSnapshot Cancel(string jobId, DateTimeOffset now)
    {
        Forget(now);
        var entry = Find(jobId);
        if (!entry.Signal(JobSignal.Cancel, now))
        {
            return entry.Job.Status == JobStatus.Cancelled ? entry.Snapshot() : throw JobRefusals.IsOver(entry.Job);
        }

        for (var index = 0; index < entry.Devices.Count; index++)
        {
            entry.Signal(index, DeviceJobSignal.Cancel, now);
        }

        return entry.Snapshot();
    }

    private JobEntry Find(string jobId) => _entries.GetValueOrDefault(jobId) ?? throw JobRefusals.NotFound(jobId);

    private void Forget(DateTimeOffset now)
    {
        foreach (var (id, entry) in _entries.Where(entry => entry.Value.Job.EndTime + History <= now).ToArray())
        {
            _entries.Remove(id);
            entry.Forget();
        }
    }
}
