namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>How jobs are spelled on the wire. A job is cancelled with two l, a device's part of it with one.</summary>
internal static class JobWords
{
    public const string DeviceMethod = "scheduleDeviceMethod";
    public const string UpdateTwin = "scheduleUpdateTwin";

    private const string Unknown = "unknown";
    private static readonly string[] Types = [Unknown, DeviceMethod, UpdateTwin];
    private static readonly string[] Statuses =
        [Unknown, "enqueued", "queued", "scheduled", "running", "completed", "failed", "cancelled"];

    public static string Of(JobType type) => type == JobType.ScheduleDeviceMethod ? DeviceMethod : UpdateTwin;

    public static string Of(JobStatus status) => status switch
    {
        JobStatus.Queued => "queued",
        JobStatus.Scheduled => "scheduled",
        JobStatus.Running => "running",
        JobStatus.Completed => "completed",
        JobStatus.Failed => "failed",
        _ => "cancelled",
    };

    public static string Of(DeviceJobStatus status) => status switch
    {
        DeviceJobStatus.Pending => "pending",
        DeviceJobStatus.Running => "running",
        DeviceJobStatus.Completed => "completed",
        DeviceJobStatus.Failed => "failed",
        _ => "canceled",
    };

    /// <summary>Case does not count: Microsoft's C# SDK writes enum names.</summary>
    public static JobType? TypeOf(string word) => word switch
    {
        _ when word.Equals(DeviceMethod, StringComparison.OrdinalIgnoreCase) => JobType.ScheduleDeviceMethod,
        _ when word.Equals(UpdateTwin, StringComparison.OrdinalIgnoreCase) => JobType.ScheduleUpdateTwin,
        _ => null,
    };

    public static bool IsType(string word) => Types.Contains(word, StringComparer.OrdinalIgnoreCase);

    public static bool IsStatus(string word) => Statuses.Contains(word, StringComparer.OrdinalIgnoreCase);
}
