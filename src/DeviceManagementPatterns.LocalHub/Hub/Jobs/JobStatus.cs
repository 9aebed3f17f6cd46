namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>Where a job stands.</summary>
internal enum JobStatus
{
    /// <summary>Taken, and about to start.</summary>
    Queued,

    /// <summary>Its start time is to come.</summary>
    Scheduled,

    /// <summary>Its devices are known and being worked on.</summary>
    Running,

    /// <summary>Every device has its result, be that a failure.</summary>
    Completed,

    /// <summary>It could not run at all.</summary>
    Failed,

    Cancelled,
}
