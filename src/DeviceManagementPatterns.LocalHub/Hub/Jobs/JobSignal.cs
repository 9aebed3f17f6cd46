namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>What moves a job.</summary>
internal enum JobSignal
{
    Postpone,
    Start,
    Finish,
    Fail,
    Cancel,
}
