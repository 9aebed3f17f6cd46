namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>The life of one device's part of a job.</summary>
internal static class DeviceJobTransitions
{
    /// <returns>The next status; null where the signal means nothing in this one, as an answer that comes after the end.</returns>
    public static DeviceJobStatus? Next(DeviceJobStatus status, DeviceJobSignal signal) => (status, signal) switch
    {
        (DeviceJobStatus.Pending, DeviceJobSignal.Begin) => DeviceJobStatus.Running,
        (DeviceJobStatus.Pending or DeviceJobStatus.Running, DeviceJobSignal.Succeed) => DeviceJobStatus.Completed,
        (DeviceJobStatus.Pending or DeviceJobStatus.Running, DeviceJobSignal.Fail) => DeviceJobStatus.Failed,
        (DeviceJobStatus.Pending or DeviceJobStatus.Running, DeviceJobSignal.Cancel) => DeviceJobStatus.Canceled,
        _ => null,
    };
}
