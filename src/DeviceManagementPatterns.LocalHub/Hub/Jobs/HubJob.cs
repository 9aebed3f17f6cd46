namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>A job at one moment.</summary>
/// <param name="Sequence">Grows with each job that is created: the order of lists.</param>
/// <param name="Draft">What was asked for.</param>
/// <param name="CreatedTime">When it was taken.</param>
internal sealed record HubJob(long Sequence, JobDraft Draft, DateTimeOffset CreatedTime)
{
    public string Id => Draft.Id;

    public JobType Type => Draft.Type;

    public JobStatus Status { get; init; } = JobStatus.Queued;

    /// <summary>When it is due, and once it runs, when it started.</summary>
    public DateTimeOffset StartTime { get; init; } = Draft.StartTime ?? CreatedTime;

    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Why it could not run; null otherwise.</summary>
    public string? FailureReason { get; init; }

    public bool IsActive => JobTransitions.IsActive(Status);

    /// <summary>The job after a signal; the same where the signal means nothing any more.</summary>
    public HubJob After(JobSignal signal, DateTimeOffset now)
    {
        if (JobTransitions.Next(Status, signal) is not { } next)
        {
            return this;
        }

        return this with
        {
            Status = next,
            StartTime = next == JobStatus.Running ? now : StartTime,
            EndTime = JobTransitions.IsActive(next) ? null : now,
        };
    }
}
