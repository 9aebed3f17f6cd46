using System.Collections.Concurrent;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>
/// Answers direct methods, each apart from the others and from the reading loop. The reply goes out at QoS 1; where the handler wants
/// to act afterwards, a twin read on the same connection tells that the hub has read the reply (the barrier).
/// </summary>
internal sealed class MethodServer(string deviceId, MethodHandlers handlers, TimeSpan timeout, ILogger logger, TimeProvider time)
{
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>Begins to answer; a redelivery of a call that is known is left alone.</summary>
    public void Accept(DeviceSession session, MqttTopic.MethodRequest request, ReadOnlyMemory<byte> payload, bool isRedelivery)
    {
        if (!session.MethodIds.TryBegin(request.RequestId, isRedelivery))
        {
            logger.MethodIsRedelivered(deviceId, request.MethodName);
            return;
        }

        var begun = session.Calls.Begin();
        var answering = Task.Run(() => ServeAsync(session, request, payload, begun), CancellationToken.None);
        _running[answering] = true;
        _ = answering.ContinueWith(
            done => _running.TryRemove(done, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Ends when every call that was accepted has been answered or lost.</summary>
    public Task IdleAsync() => Task.WhenAll(_running.Keys);

    private async Task ServeAsync(DeviceSession session, MqttTopic.MethodRequest request, ReadOnlyMemory<byte> payload, IDisposable begun)
    {
        using (begun)
        {
            var response = await RespondAsync(request.MethodName, payload).ConfigureAwait(false);

            // The hub may use the id again as soon as it has the answer, which is before anything here knows that it has it.
            session.MethodIds.End(request.RequestId);
            var outcome = await ReplyAsync(session, request, response).ConfigureAwait(false);
            Act(request.MethodName, response.AfterReply, outcome);
        }
    }

    private async Task<DirectMethodResponse> RespondAsync(string name, ReadOnlyMemory<byte> payload)
    {
        if (handlers.Find(name) is not { } handler)
        {
            logger.MethodIsUnknown(deviceId, name);
            return MethodReplies.UnknownMethod;
        }

        var json = Json.Null;
        if (payload.Length > 0 && !Json.TryParse(payload, out json))
        {
            logger.MethodPayloadIsNotJson(deviceId, name);
            return MethodReplies.PayloadIsNotJson;
        }

        try
        {
            return await handler.AnswerAsync(new DirectMethodRequest(name, json)).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The handler returned null.");
        }
        catch (Exception e)
        {
            logger.MethodFailed(e, deviceId, name);
            return MethodReplies.HandlerFailed(e);
        }
    }

    /// <summary>
    /// What is certain about the reply. A reply belongs to the connection that the call came on, and is not sent on another.
    /// </summary>
    private async Task<ReplyOutcome> ReplyAsync(DeviceSession session, MqttTopic.MethodRequest request, DirectMethodResponse response)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        try
        {
            var (status, body, isAsMeant) = MethodReplies.Encode(response);
            await session.PublishAcknowledgedAsync(
                new MqttTopic.MethodAnswer(status, request.RequestId), body, limit.Token).ConfigureAwait(false);
            logger.MethodAnswered(deviceId, request.MethodName, status);
            if (response.AfterReply is null)
            {
                return ReplyOutcome.HandedOver;
            }

            await session.ReadTwinAsync(limit.Token).ConfigureAwait(false);
            return isAsMeant ? ReplyOutcome.HandedOver : ReplyOutcome.Unknown;
        }
        catch (Exception e)
        {
            logger.ReplyIsUncertain(deviceId, request.MethodName, e.Message);
            return ReplyOutcome.Unknown;
        }
    }

    private void Act(string name, Action<ReplyOutcome>? afterReply, ReplyOutcome outcome)
    {
        try
        {
            afterReply?.Invoke(outcome);
        }
        catch (Exception e)
        {
            logger.AfterReplyFailed(e, deviceId, name);
        }
    }
}
