namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>What moves one device of a job.</summary>
internal enum DeviceJobSignal
{
    Begin,
    Succeed,
    Fail,
    Cancel,
}
