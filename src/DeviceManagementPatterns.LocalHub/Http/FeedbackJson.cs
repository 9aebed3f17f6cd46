using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>A feedback record, by the names that IoT Hub's feedback messages have, and its number.</summary>
internal static class FeedbackJson
{
    public static void Write(Utf8JsonWriter writer, FeedbackRecord record)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence"u8, record.Sequence);
        writer.WriteString("originalMessageId"u8, record.Message.MessageId);
        writer.WritePropertyName("enqueuedTimeUtc"u8);
        HubTime.Write(writer, record.EndTime);
        writer.WriteString("statusCode"u8, record.End.ToString());
        writer.WriteString("description"u8, Describe(record.End));
        writer.WriteString("deviceId"u8, record.Message.DeviceId);
        writer.WriteString("deviceGenerationId"u8, record.GenerationId);
        writer.WriteEndObject();
    }

    private static string Describe(MessageEnd end) => end switch
    {
        MessageEnd.Success => "The device has the message.",
        MessageEnd.Expired => "The message expired before the device had it.",
        MessageEnd.DeliveryCountExceeded => $"The message was delivered {MessageLimits.MaxDeliveryCount} times and never acknowledged.",
        _ => "The device's queue was purged, or the device deleted.",
    };
}
