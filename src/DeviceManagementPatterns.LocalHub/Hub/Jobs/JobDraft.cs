using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>A job as a back end asks for it, checked but for its query.</summary>
/// <param name="Id">Case-sensitive.</param>
/// <param name="QueryCondition">Selects the devices, at the moment the job starts.</param>
/// <param name="StartTime">Null starts it at once.</param>
/// <param name="MaxExecutionTime">Counts from the start.</param>
internal sealed record JobDraft(string Id, string QueryCondition, DateTimeOffset? StartTime, TimeSpan MaxExecutionTime)
{
    /// <summary>JSON text of the twin patch or the method call, as the job shows it.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The method to call; null where the job writes twins.</summary>
    public MethodInvocation? Call { get; init; }

    /// <summary>What the twins must be stamped with to be written.</summary>
    public ETag IfMatch { get; init; } = ETag.Any;

    public JobType Type => Call is null ? JobType.ScheduleUpdateTwin : JobType.ScheduleDeviceMethod;
}
