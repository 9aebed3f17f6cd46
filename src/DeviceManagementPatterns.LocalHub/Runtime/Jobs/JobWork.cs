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
    public async Task RunAsync(IReadOnlyList<DeviceJob> devices, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = DevicesAtOnce, CancellationToken = cancellationToken };
        try
        {
            // Not the loop's own token: that one is dead once the loop is over, and offline devices are waited for beyond it.
            await Parallel.ForEachAsync(devices, options, (device, _) => DoAsync(device, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAll(_waiting).ConfigureAwait(false);
        }
    }

    private async ValueTask DoAsync(DeviceJob device, CancellationToken cancellationToken)
    {
        await hub.Limits.AdmitAsync(HubMeter.JobDeviceOperations, cancellationToken).ConfigureAwait(false);
        var error = await TryAsync(device, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (error is { Code: HubErrorCode.DeviceNotOnline })
        {
            _waiting.Add(WaitAsync(device, cancellationToken));
        }
        else if (error is not null)
        {
            core.Tell((jobs, now) => jobs.FailDevice(job.Id, device.Index, error, now));
        }
    }

    private async Task WaitAsync(DeviceJob device, CancellationToken cancellationToken)
    {
        HubException? error;
        do
        {
            error = await TryAsync(device, LongestWait, cancellationToken).ConfigureAwait(false);
        }
        while (error is { Code: HubErrorCode.DeviceNotOnline });

        if (error is not null)
        {
            core.Tell((jobs, now) => jobs.FailDevice(job.Id, device.Index, error, now));
        }
    }

    /// <returns>Null where it succeeded, and the job knows it.</returns>
    private async Task<HubException?> TryAsync(DeviceJob device, TimeSpan connectTimeout, CancellationToken cancellationToken)
    {
        try
        {
            var id = new HubIdentityId(device.DeviceId);
            await (job.Draft.Call is { } call
                ? CallAsync(device, id, call with { ConnectTimeout = connectTimeout }, cancellationToken)
                : WriteTwinAsync(device, id, cancellationToken)).ConfigureAwait(false);
            return null;
        }
        catch (HubException e)
        {
            return e;
        }
    }

    /// <summary>That the device is being called is kept before it is called, so that a restart never calls it a second time.</summary>
    private async Task CallAsync(DeviceJob device, HubIdentityId id, MethodInvocation call, CancellationToken cancellationToken)
    {
        var outcome = await hub.InvokeMethodAsync(id, call, BeginAsync, cancellationToken).ConfigureAwait(false);
        core.Tell((jobs, now) => jobs.Succeed(job.Id, device.Index, outcome, now));

        Task BeginAsync()
        {
            core.Tell((jobs, now) => jobs.Begin(job.Id, device.Index, now));
            return core.WrittenAsync();
        }
    }

    /// <summary>That the twin is written is kept together with the twin, so that a restart never writes it a second time.</summary>
    private async Task WriteTwinAsync(DeviceJob device, HubIdentityId id, CancellationToken cancellationToken) =>
        await hub.PatchTwinAsync(
            id,
            job.Draft.Content,
            job.Draft.IfMatch,
            around: write => core.Tell((jobs, now) =>
            {
                write();
                jobs.Succeed(job.Id, device.Index, null, now);
            }),
            cancellationToken).ConfigureAwait(false);
}
