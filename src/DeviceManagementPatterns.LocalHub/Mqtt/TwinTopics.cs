using System.Buffers;
using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Answers what a device asks of its own twin.</summary>
internal sealed class TwinTopics(HubSession session, bool hasApiVersion, TimeProvider time, MqttFaults faults)
{
    private const int GatewayNumber = 0;

    public void Get(MqttTopic.TwinGet request)
    {
        if (faults.Meet(FaultOperation.TwinGet) is not { } fault)
        {
            return;
        }

        try
        {
            fault.ThrowIfRefused();
            var body = new ArrayBufferWriter<byte>(512);
            session.WriteTwin(body);
            Answer(fault, new MqttTopic.TwinAnswer(200, request.RequestId), body.WrittenMemory);
        }
        catch (HubException e)
        {
            AnswerError(fault, request.RequestId, e);
        }
    }

    public async ValueTask PatchAsync(MqttTopic.ReportedPatch request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (faults.Meet(FaultOperation.ReportedPatch) is not { } fault)
        {
            return;
        }

        try
        {
            fault.ThrowIfRefused();
            if (!hasApiVersion)
            {
                throw new HubException(
                    HubErrorCode.InvalidProtocolVersion,
                    $"The user name has no api-version: connect as '{{host}}/{{deviceId}}/?api-version={WireNames.ApiVersion}'.");
            }

            var version = await session.PatchReportedAsync(body, request.BaseVersion, cancellationToken).ConfigureAwait(false);
            Answer(fault, new MqttTopic.TwinAnswer(204, request.RequestId, version), default);
        }
        catch (HubException e)
        {
            AnswerError(fault, request.RequestId, e);
        }
    }

    /// <summary>What the tier does not let through. Whatever the reason, a throttled device is told 429001.</summary>
    public void Refuse(string requestId, HubException refusal) =>
        AnswerError(default, requestId, LimitRefusals.IsThrottle(refusal) ? new HubException(HubErrorCode.ThrottlingException, refusal.Message) : refusal);

    /// <summary>Node's SDK sees a failure only by the body's errorCode, C#'s only by the topic's status: both are always there.</summary>
    private void AnswerError(FaultDecision fault, string requestId, HubException e)
    {
        var code = e.Code is { } known && HubErrorNames.IsHubs(known) ? known : HubErrorCode.ServerError;
        var now = time.GetUtcNow();
        var trackingId = TrackingId.Format(Guid.NewGuid(), GatewayNumber, now);
        Answer(
            fault,
            new MqttTopic.TwinAnswer(HubErrorNames.HttpStatusOf(code), requestId),
            HubErrorBody.ShapeTwin(code, e.Message, trackingId, now));
    }

    private void Answer(FaultDecision fault, MqttTopic.TwinAnswer topic, ReadOnlyMemory<byte> body)
    {
        if (session.TwinResponsesSubscribed)
        {
            faults.Answer(fault, MqttMessages.To(topic, body));
        }
    }
}
