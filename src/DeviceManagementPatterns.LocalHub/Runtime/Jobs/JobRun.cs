using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Query;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Runtime.Jobs;

/// <summary>One job on its way: waits for its time, finds its devices, works on them, and ends when all is done or its time is over.</summary>
internal sealed class JobRun(
    JobCore core, HubRuntime hub, HubJob job, Lazy<RowFilter<HubTwinRow>> targets, ILogger logger, CancellationToken stopping) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _ended.Task;

    public void Start() => _ = RunAsync(_stop.Token);

    /// <summary>The state says already that the job is cancelled; this stops the work.</summary>
    public void Cancel() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await StartAsync(cancellationToken).ConfigureAwait(false))
            {
                await WorkAsync(cancellationToken).ConfigureAwait(false);
            }

            logger.JobEnded(job.Id, core.Ask((jobs, now) => jobs.Get(job.Id, now)).Job.Status);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.JobStopped(job.Id);
        }
        catch (Exception e)
        {
            logger.JobBroke(job.Id, e);
            core.Tell((jobs, now) => jobs.Fail(job.Id, "LocalHub failed; its log has the exception.", now));
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>A job that ran when the hub stopped goes on with the devices that it knows.</summary>
    private async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        if (job.Status == JobStatus.Running)
        {
            return true;
        }

        await WaitForStartAsync(cancellationToken).ConfigureAwait(false);
        string[] deviceIds = [.. targets.Value.Select(hub.DeviceTwins()).Select(row => row.Identity.Id.DeviceId)];
        return core.Ask((jobs, now) => jobs.Start(job.Id, deviceIds, now));
    }

    private async Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        if (job.StartTime > core.Time.GetUtcNow())
        {
            core.Tell((jobs, now) => jobs.Postpone(job.Id, now));
            await DelayUntilAsync(job.StartTime, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        var (end, devices) = core.Ask((jobs, now) => (jobs.Get(job.Id, now).Job.StartTime + job.Draft.MaxExecutionTime, jobs.Unfinished(job.Id)));
        logger.JobStarted(job.Id, devices.Count);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timeOver = DelayUntilAsync(end, time.Token);
        var work = timeOver.IsCompleted ? timeOver : new JobWork(core, hub, job).RunAsync(devices, time.Token);
        await Task.WhenAny(work, timeOver).ConfigureAwait(false);
        await time.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(Quietly(work), Quietly(timeOver)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        core.Tell((jobs, now) => jobs.Finish(job.Id, now));
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping it was the purpose.
        }
    }

    /// <summary>In steps, because a timer cannot be set for years.</summary>
    private async Task DelayUntilAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromDays(1);
        for (var left = due - core.Time.GetUtcNow(); left > TimeSpan.Zero; left = due - core.Time.GetUtcNow())
        {
            await Task.Delay(left < step ? left : step, core.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
