using System.Text;
using System.Text.Json;
using DeviceManagementPatterns.AzureDevices.Links;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.AzureDevices.Methods;

/// <summary>Answers the calls of one method name, and lets the response's follow-up run once the reply has left.</summary>
internal sealed class MethodAnswers(
    string deviceId,
    string methodName,
    Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler,
    ReplyBarrier barrier,
    TimeProvider time,
    ILogger logger,
    CancellationToken ended)
{
    // The hub waits for an answer no longer than this (Azure IoT Hub, "Understand and invoke direct methods").
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(300);
    private static readonly JsonElement Null = JsonElement.Parse("null");
    private static readonly DirectMethodResponse Ended = DirectMethodResponse.FromJson(404, """{"Response":"Unknown method"}""");

    /// <summary>
    /// What the client calls. Its continuation, which sends the reply, must run inside <c>SetResult</c>, before the barrier's read is
    /// sent: hence a completion source that continues inline, and work that starts on a thread of its own, so that the client awaits
    /// the task by then.
    /// </summary>
    public Task<DeviceLink.MethodReply> AnswerAsync(byte[]? payload)
    {
        var reply = new TaskCompletionSource<DeviceLink.MethodReply>();
        _ = Task.Run(() => ServeAsync(payload, reply), CancellationToken.None);
        return reply.Task;
    }

    private async Task ServeAsync(byte[]? payload, TaskCompletionSource<DeviceLink.MethodReply> reply)
    {
        var (message, afterReply) = await RespondAsync(payload).ConfigureAwait(false);
        var mark = barrier.Mark();
        reply.SetResult(message);
        if (afterReply is null)
        {
            return;
        }

        var outcome = await barrier.PassAsync(mark).ConfigureAwait(false);
        if (outcome == ReplyOutcome.Unknown)
        {
            logger.ReplyOutcomeUnknown(deviceId, methodName);
        }

        try
        {
            afterReply(outcome);
        }
        catch (Exception exception)
        {
            logger.AfterReplyFailed(exception, deviceId, methodName);
        }
    }

    private async Task<(DeviceLink.MethodReply Message, Action<ReplyOutcome>? AfterReply)> RespondAsync(byte[]? payload)
    {
        if (ended.IsCancellationRequested)
        {
            return (Message(Ended), null);
        }

        try
        {
            using var deadline = new CancellationTokenSource(LongestWait, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended, deadline.Token);
            var request = new DirectMethodRequest(methodName, payload is { Length: > 0 } ? JsonElement.Parse(payload) : Null);
            var response = await handler(request, stop.Token).ConfigureAwait(false);
            return (Message(response), response.AfterReply);
        }
        catch (Exception exception)
        {
            logger.MethodHandlerFailed(exception, deviceId, methodName);
            return (Message(new DirectMethodResponse(500)), null);
        }
    }

    private static DeviceLink.MethodReply Message(DirectMethodResponse response) => new(
        response.Status,
        response.Payload.ValueKind == JsonValueKind.Undefined ? "null"u8.ToArray() : Encoding.UTF8.GetBytes(response.Payload.GetRawText()));
}
