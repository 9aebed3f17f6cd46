using System.Collections.Concurrent;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.HubQueries;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Storage;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Runtime.Jobs;

/// <summary>The hub's jobs as its doors see them: takes them, runs each when its time has come, and ends them with the hub.</summary>
internal sealed class JobScheduler : IAsyncDisposable
{
    private readonly HubRuntime _hub;
    private readonly QueryDialect _dialect;
    private readonly JobCore _core;
    private readonly ConcurrentDictionary<string, JobRun> _runs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger;
    private int _isDisposed;

    /// <exception cref="IOException">A job that was kept cannot be read.</exception>
    public JobScheduler(HubRuntime hub, HubSettings settings, QueryDialect dialect, HubStore? store = null)
    {
        (_hub, _dialect, _logger) = (hub, dialect, hub.Loggers.CreateLogger<JobScheduler>());
        _core = new JobCore(new HubJobs(settings.MaxActiveJobs, store?.Jobs), hub.Time, store?.Writer);
        if (store is not null)
        {
            var kept = store.ReadJobs();
            _core.Tell((jobs, now) => jobs.Restore(kept, now));
        }
    }

    /// <summary>Goes on with the jobs that were not over when the hub stopped.</summary>
    public void Resume()
    {
        foreach (var job in _core.Ask((jobs, _) => jobs.Active()))
        {
            Run(job, new(() => JobTargets.Compile(job.Draft.QueryCondition, _dialect)));
        }
    }

    /// <summary>Takes a job from the body of <c>PUT /jobs/v2/{id}</c>. It is queued when this returns, and then goes its own way.</summary>
    /// <exception cref="HubException">
    /// The body is malformed, the id is taken, there are too many jobs, the hub is stopping, or the job cannot be kept.
    /// </exception>
    public async Task<JobSnapshot> CreateAsync(string jobId, ReadOnlyMemory<byte> body)
    {
        var draft = JobBody.Read(jobId, body, _hub.Shapes);
        var targets = JobTargets.Compile(draft.QueryCondition, _dialect);
        if (_stopping.IsCancellationRequested)
        {
            throw new HubException(HubErrorCode.ServiceUnavailable, "The hub is stopping and takes no jobs.");
        }

        _core.CheckWritable();
        var created = _core.Ask((jobs, now) => jobs.Create(draft, now));
        try
        {
            await _core.WrittenAsync().ConfigureAwait(false);
        }
        catch (HubException e)
        {
            _core.Tell((jobs, now) => jobs.Fail(jobId, e.Message, now));
            throw;
        }

        Run(created.Job, new(targets));
        return created;
    }

    /// <exception cref="HubException">404002.</exception>
    public JobSnapshot Get(string jobId) => _core.Ask((jobs, now) => jobs.Get(jobId, now));

    /// <exception cref="HubException">404002, 400003 where the job is over, or the cancellation cannot be kept.</exception>
    public async Task<JobSnapshot> CancelAsync(string jobId)
    {
        _core.CheckWritable();
        var cancelled = _core.Ask((jobs, now) => jobs.Cancel(jobId, now));
        if (_runs.TryGetValue(jobId, out var run))
        {
            run.Cancel();
        }

        await _core.WrittenAsync().ConfigureAwait(false);
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

    private void Run(HubJob job, Lazy<RowFilter<HubTwinRow>> targets)
    {
        var run = new JobRun(_core, _hub, job, targets, _logger, _stopping.Token);
        _runs[job.Id] = run;
        run.Start();
    }
}
