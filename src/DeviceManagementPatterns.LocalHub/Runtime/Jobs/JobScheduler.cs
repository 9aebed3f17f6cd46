using System.Collections.Concurrent;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.HubQueries;
using DeviceManagementPatterns.LocalHub.Query;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Runtime.Jobs;

/// <summary>The hub's jobs as its doors see them: takes them, runs each when its time has come, and ends them with the hub.</summary>
internal sealed class JobScheduler(HubRuntime hub, HubSettings settings, QueryDialect dialect) : IAsyncDisposable
{
    private readonly JobCore _core = new(new HubJobs(settings.MaxActiveJobs), hub.Time);
    private readonly ConcurrentDictionary<string, JobRun> _runs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger = hub.Loggers.CreateLogger<JobScheduler>();
    private int _isDisposed;

    /// <summary>Takes a job from the body of <c>PUT /jobs/v2/{id}</c>. It is queued when this returns, and then goes its own way.</summary>
    /// <exception cref="HubException">The body is malformed, the id is taken, there are too many jobs, or the hub is stopping.</exception>
    public JobSnapshot Create(string jobId, ReadOnlyMemory<byte> body)
    {
        var draft = JobBody.Read(jobId, body, hub.Shapes);
        var targets = JobTargets.Compile(draft.QueryCondition, dialect);
        if (_stopping.IsCancellationRequested)
        {
            throw new HubException(HubErrorCode.ServiceUnavailable, "The hub is stopping and takes no jobs.");
        }

        var created = _core.Ask((jobs, now) => jobs.Create(draft, now));
        var run = new JobRun(_core, hub, created.Job, targets, _logger, _stopping.Token);
        _runs[jobId] = run;
        run.Start();
        return created;
    }

    /// <exception cref="HubException">404002.</exception>
    public JobSnapshot Get(string jobId) => _core.Ask((jobs, now) => jobs.Get(jobId, now));

    /// <exception cref="HubException">404002, or 400003 where the job is over.</exception>
    public JobSnapshot Cancel(string jobId)
    {
        var cancelled = _core.Ask((jobs, now) => jobs.Cancel(jobId, now));
        if (_runs.TryGetValue(jobId, out var run))
        {
            run.Cancel();
        }

        return cancelled;
    }

    /// <summary>Jobs in the order of their creation, behind a sequence number.</summary>
    public IReadOnlyList<JobSnapshot> List(JobFilter filter, long after, int maxCount) =>
        _core.Ask((jobs, now) => jobs.List(filter, after, maxCount, now));

    /// <summary>A snapshot of the rows of <c>devices.jobs</c>.</summary>
    public IReadOnlyList<DeviceJob> Devices() => _core.Ask((jobs, now) => jobs.Devices(now));

    /// <summary>Ends when nothing of the job goes on any more.</summary>
    public Task EndOf(string jobId) => _runs[jobId].Ended;

    /// <summary>Stops what runs, and waits until it has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var run in _runs.Values)
        {
            await run.Ended.ConfigureAwait(false);
            run.Dispose();
        }

        _stopping.Dispose();
    }
}
