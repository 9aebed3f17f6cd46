namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>What a job does with each of its devices.</summary>
internal enum JobType
{
    ScheduleDeviceMethod,
    ScheduleUpdateTwin,
}
