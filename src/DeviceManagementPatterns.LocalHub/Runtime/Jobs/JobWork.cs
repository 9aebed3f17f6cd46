using System.Collections.Concurrent;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Runtime.Jobs;

/// <summary>
/// What a job does with its devices: a bounded number at a time. A device that is offline gives its place to the next and is waited
/// for beside them, until the job is stopped.
/// </summary>
internal sealed class JobWork(JobCore core, HubRuntime hub, HubJob job)
{
    private const int DevicesAtOnce = 64;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(300);

    private readonly ConcurrentBag<Task> _waiting = [];

    /// <summary>Ends when every device has its result.</summary>
    /// <exception cref="OperationCanceledException">It was stopped before.</exception>
    public async Task RunAsync(IReadOnlyList<string> deviceIds, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = DevicesAtOnce, CancellationToken = cancellationToken };
        try
        {
            // Not the loop's own token: that one is dead once the loop is over, and offline devices are waited for beyond it.
            await Parallel.ForEachAsync(deviceIds.Index(), options, (device, _) => DoAsync(device, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAll(_waiting).ConfigureAwait(false);
        }
    }

    private async ValueTask DoAsync((int Index, string Item) device, CancellationToken cancellationToken)
    {
        await hub.Limits.AdmitAsync(HubMeter.JobDeviceOperations, cancellationToken).ConfigureAwait(false);
        core.Tell((jobs, now) => jobs.Begin(job.Id, device.Index, now));
        var error = await TryAsync(device.Index, device.Item, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (error is { Code: HubErrorCode.DeviceNotOnline })
        {
            core.Tell((jobs, now) => jobs.Wait(job.Id, device.Index, now));
            _waiting.Add(WaitAsync(device.Index, device.Item, cancellationToken));
        }
        else if (error is not null)
        {
            core.Tell((jobs, now) => jobs.FailDevice(job.Id, device.Index, error, now));
        }
    }

    private async Task WaitAsync(int index, string deviceId, CancellationToken cancellationToken)
    {
        HubException? error;
        do
        {
            error = await TryAsync(index, deviceId, LongestWait, cancellationToken).ConfigureAwait(false);
        }
        while (error is { Code: HubErrorCode.DeviceNotOnline });

        if (error is not null)
        {
            core.Tell((jobs, now) => jobs.FailDevice(job.Id, index, error, now));
        }
    }

    /// <returns>Null where it succeeded, and the job knows it.</returns>
    private async Task<HubException?> TryAsync(int index, string deviceId, TimeSpan connectTimeout, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await ActAsync(new HubIdentityId(deviceId), connectTimeout, cancellationToken).ConfigureAwait(false);
            core.Tell((jobs, now) => jobs.Succeed(job.Id, index, outcome, now));
            return null;
        }
        catch (HubException e)
        {
            return e;
        }
    }

    private async Task<MethodOutcome?> ActAsync(HubIdentityId id, TimeSpan connectTimeout, CancellationToken cancellationToken)
    {
        if (job.Draft.Call is { } call)
        {
            return await hub.InvokeMethodAsync(id, call with { ConnectTimeout = connectTimeout }, cancellationToken).ConfigureAwait(false);
        }

        await hub.PatchTwinAsync(id, job.Draft.Content, job.Draft.IfMatch, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
