using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.LocalHub.Runtime.Messages;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>
/// Cloud-to-device messages. IoT Hub takes them by AMQP only, so sending them and reading their feedback by REST is LocalHub's own;
/// dropping those that wait is IoT Hub's.
/// </summary>
internal sealed class MessagesResource(MessageDesk messages, HubLimits limits)
{
    private const int DefaultPageSize = 100;

    public void Map(RestRoutes routes)
    {
        routes.Map("POST", LocalHubRoutes.MessagesTemplate, limits.Metered(HubMeter.CloudToDeviceSends, SendAsync), HubPermissions.ServiceConnect);
        routes.Map("GET", LocalHubRoutes.FeedbackTemplate, ReadFeedbackAsync, HubPermissions.ServiceConnect);
        routes.Map("DELETE", ServiceRoutes.CommandsTemplate, limits.Metered(HubMeter.CloudToDeviceSends, PurgeAsync), HubPermissions.ServiceConnect, HubPermissions.RegistryWrite);
    }

    private async Task SendAsync(RestCall call)
    {
        var content = MessageBody.Read(await call.ReadBodyAsync().ConfigureAwait(false));
        var message = await messages.SendAsync(call.Id.DeviceId, content, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("messageId"u8, message.MessageId);
            writer.WriteString("deviceId"u8, message.DeviceId);
            writer.WritePropertyName("enqueuedTimeUtc"u8);
            HubTime.Write(writer, message.EnqueuedTime);
            writer.WritePropertyName("expiryTimeUtc"u8);
            HubTime.Write(writer, message.ExpiryTime);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task PurgeAsync(RestCall call)
    {
        var count = await messages.PurgeAsync(call.Id.DeviceId, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("totalMessagesPurged"u8, count);
            writer.WriteString("deviceId"u8, call.Id.DeviceId);
            writer.WriteNull("moduleId"u8);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private Task ReadFeedbackAsync(RestCall call)
    {
        var records = messages.Feedback.Read(call.Whole("after", 0, long.MaxValue) ?? 0, (int)(call.Whole("max", 1, FeedbackLog.MaxRecords) ?? DefaultPageSize));
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartArray();
            foreach (var record in records)
            {
                FeedbackJson.Write(writer, record);
            }

            writer.WriteEndArray();
        });
    }
}
