using System.Buffers;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Answers what a device asks of its own twin.</summary>
internal sealed class TwinTopics(HubSession session, bool hasApiVersion, TimeProvider time, MqttOutbox outbox)
{
    private const int GatewayNumber = 0;

    public void Get(MqttTopic.TwinGet request)
    {
        try
        {
            var body = new ArrayBufferWriter<byte>(512);
            session.WriteTwin(body);
            Answer(new MqttTopic.TwinAnswer(200, request.RequestId), body.WrittenMemory);
        }
        catch (HubException e)
        {
            AnswerError(request.RequestId, e);
        }
    }

    public async ValueTask PatchAsync(MqttTopic.ReportedPatch request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            if (!hasApiVersion)
            {
                throw new HubException(
                    HubErrorCode.InvalidProtocolVersion,
                    $"The user name has no api-version: connect as '{{host}}/{{deviceId}}/?api-version={WireNames.ApiVersion}'.");
            }

            var version = await session.PatchReportedAsync(body, request.BaseVersion, cancellationToken).ConfigureAwait(false);
            Answer(new MqttTopic.TwinAnswer(204, request.RequestId, version), default);
        }
        catch (HubException e)
        {
            AnswerError(request.RequestId, e);
        }
    }

    /// <summary>What the tier does not let through. Whatever the reason, a throttled device is told 429001.</summary>
    public void Refuse(string requestId, HubException refusal) =>
        AnswerError(requestId, LimitRefusals.IsThrottle(refusal) ? new HubException(HubErrorCode.ThrottlingException, refusal.Message) : refusal);

    /// <summary>Node's SDK sees a failure only by the body's errorCode, C#'s only by the topic's status: both are always there.</summary>
    private void AnswerError(string requestId, HubException e)
    {
        var code = e.Code is { } known && HubErrorNames.IsHubs(known) ? known : HubErrorCode.ServerError;
        var now = time.GetUtcNow();
        var trackingId = TrackingId.Format(Guid.NewGuid(), GatewayNumber, now);
        Answer(
            new MqttTopic.TwinAnswer(HubErrorNames.HttpStatusOf(code), requestId),
            HubErrorBody.ShapeTwin(code, e.Message, trackingId, now));
    }

    private void Answer(MqttTopic.TwinAnswer topic, ReadOnlyMemory<byte> body)
    {
        if (session.TwinResponsesSubscribed)
        {
            outbox.Send(MqttMessages.To(topic, body));
        }
    }
}
