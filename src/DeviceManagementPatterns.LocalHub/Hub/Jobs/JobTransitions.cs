namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>The life of a job.</summary>
internal static class JobTransitions
{
    /// <returns>The next status; null where the signal means nothing in this one.</returns>
    public static JobStatus? Next(JobStatus status, JobSignal signal) => (status, signal) switch
    {
        (JobStatus.Queued, JobSignal.Postpone) => JobStatus.Scheduled,
        (JobStatus.Queued or JobStatus.Scheduled, JobSignal.Start) => JobStatus.Running,
        (JobStatus.Running, JobSignal.Finish) => JobStatus.Completed,
        (JobStatus.Queued or JobStatus.Scheduled or JobStatus.Running, JobSignal.Fail) => JobStatus.Failed,
        (JobStatus.Queued or JobStatus.Scheduled or JobStatus.Running, JobSignal.Cancel) => JobStatus.Cancelled,
        _ => null,
    };

    /// <summary>True while a job counts against the hub's quota and can be cancelled.</summary>
    public static bool IsActive(JobStatus status) => status is JobStatus.Queued or JobStatus.Scheduled or JobStatus.Running;
}
