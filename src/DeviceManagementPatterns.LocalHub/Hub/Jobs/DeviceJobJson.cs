using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>One device's part of a job as a row of <c>devices.jobs</c>.</summary>
internal static class DeviceJobJson
{
    public static void Write(Utf8JsonWriter writer, DeviceJob device)
    {
        writer.WriteStartObject();
        writer.WriteString("deviceId"u8, device.DeviceId);
        writer.WriteString("jobId"u8, device.Job.Id);
        writer.WriteString("jobType"u8, JobWords.Of(device.Job.Type));
        writer.WriteString("status"u8, JobWords.Of(device.Status));
        WriteTime(writer, "startTimeUtc", device.StartTime);
        WriteTime(writer, "endTimeUtc", device.EndTime);
        WriteTime(writer, "createdDateTimeUtc", device.CreatedTime);
        WriteTime(writer, "lastUpdatedDateTimeUtc", device.LastUpdatedTime);
        if (device.Status == DeviceJobStatus.Completed)
        {
            WriteOutcome(writer, device.Outcome);
        }

        if (device.Error is { } error)
        {
            writer.WriteStartObject("error"u8);
            writer.WriteString("code"u8, HubErrorNames.NameOf(error.Code ?? HubErrorCode.ServerError));
            writer.WriteString("description"u8, error.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WritePropertyName(name);
            HubTime.Write(writer, known);
        }
    }

    private static void WriteOutcome(Utf8JsonWriter writer, MethodOutcome? outcome)
    {
        writer.WriteStartObject("outcome"u8);
        if (outcome is { } answer)
        {
            writer.WriteStartObject("deviceMethodResponse"u8);
            writer.WriteNumber("status"u8, answer.Status);
            writer.WritePropertyName("payload"u8);
            writer.WriteRawValue(answer.Payload.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("deviceMethodResponse"u8);
        }

        writer.WriteEndObject();
    }
}
