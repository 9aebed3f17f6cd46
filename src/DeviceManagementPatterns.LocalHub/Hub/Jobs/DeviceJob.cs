using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>One device's part of a job at one moment: a row of <c>devices.jobs</c>.</summary>
/// <param name="Job">The job, as it started.</param>
/// <param name="Index">The device's place in the job.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="CreatedTime">When the job started and found the device.</param>
internal sealed record DeviceJob(HubJob Job, int Index, string DeviceId, DateTimeOffset CreatedTime)
{
    public DeviceJobStatus Status { get; init; } = DeviceJobStatus.Pending;

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public DateTimeOffset LastUpdatedTime { get; init; } = CreatedTime;

    /// <summary>What the device answered; null where it did not, or was not asked.</summary>
    public MethodOutcome? Outcome { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public HubException? Error { get; init; }

    /// <summary>The record after a signal; null where the signal means nothing any more.</summary>
    public DeviceJob? After(DeviceJobSignal signal, DateTimeOffset now)
    {
        if (DeviceJobTransitions.Next(Status, signal) is not { } next)
        {
            return null;
        }

        var isOver = next is not (DeviceJobStatus.Pending or DeviceJobStatus.Running);
        return this with
        {
            Status = next,
            StartTime = StartTime ?? (next == DeviceJobStatus.Canceled ? null : now),
            EndTime = isOver ? now : null,
            LastUpdatedTime = now,
        };
    }
}
