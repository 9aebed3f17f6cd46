using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>A job as the service's REST interface shows it.</summary>
internal static class JobJson
{
    public static void Write(Utf8JsonWriter writer, JobSnapshot snapshot)
    {
        var (job, statistics) = snapshot;
        writer.WriteStartObject();
        writer.WriteString("jobId"u8, job.Id);
        writer.WriteString("queryCondition"u8, job.Draft.QueryCondition);
        WriteTimes(writer, job);
        writer.WriteString("type"u8, JobWords.Of(job.Type));
        writer.WritePropertyName(job.Type == JobType.ScheduleDeviceMethod ? "cloudToDeviceMethod"u8 : "updateTwin"u8);
        writer.WriteRawValue(job.Draft.Content.Span, skipInputValidation: true);
        writer.WriteString("status"u8, JobWords.Of(job.Status));
        if (job.FailureReason is { } reason)
        {
            writer.WriteString("failureReason"u8, reason);
            writer.WriteString("statusMessage"u8, reason);
        }

        WriteStatistics(writer, statistics);
        writer.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter writer, HubJob job)
    {
        writer.WritePropertyName("createdTime"u8);
        HubTime.Write(writer, job.CreatedTime);
        writer.WritePropertyName("startTime"u8);
        HubTime.Write(writer, job.StartTime);
        if (job.EndTime is { } end)
        {
            writer.WritePropertyName("endTime"u8);
            HubTime.Write(writer, end);
        }

        writer.WriteNumber("maxExecutionTimeInSeconds"u8, (long)job.Draft.MaxExecutionTime.TotalSeconds);
    }

    private static void WriteStatistics(Utf8JsonWriter writer, JobStatistics statistics)
    {
        writer.WriteStartObject("deviceJobStatistics"u8);
        writer.WriteNumber("deviceCount"u8, statistics.DeviceCount);
        writer.WriteNumber("failedCount"u8, statistics.FailedCount);
        writer.WriteNumber("succeededCount"u8, statistics.SucceededCount);
        writer.WriteNumber("runningCount"u8, statistics.RunningCount);
        writer.WriteNumber("pendingCount"u8, statistics.PendingCount);
        writer.WriteEndObject();
    }
}
