namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>A job's devices in numbers. Cancelled ones stand in the first only.</summary>
internal sealed record JobStatistics(int DeviceCount, int FailedCount, int SucceededCount, int RunningCount, int PendingCount)
{
    public static JobStatistics Of(IReadOnlyCollection<DeviceJob> devices)
    {
        var counts = new int[Enum.GetValues<DeviceJobStatus>().Length];
        foreach (var device in devices)
        {
            counts[(int)device.Status]++;
        }

        return new JobStatistics(
            devices.Count,
            counts[(int)DeviceJobStatus.Failed],
            counts[(int)DeviceJobStatus.Completed],
            counts[(int)DeviceJobStatus.Running],
            counts[(int)DeviceJobStatus.Pending]);
    }
}
