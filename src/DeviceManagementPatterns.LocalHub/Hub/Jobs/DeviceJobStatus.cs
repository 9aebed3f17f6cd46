namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>Where one device of a job stands.</summary>
internal enum DeviceJobStatus
{
    /// <summary>Its turn has not come, or the device is offline and waited for.</summary>
    Pending,

    Running,

    Completed,

    Failed,

    Canceled,
}
