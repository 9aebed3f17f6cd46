using System.Text.Json;
using DeviceManagementPatterns.AzureDevices.Links;
using DeviceManagementPatterns.Mqtt;
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

    /// <summary>
    /// What the client calls. Its continuation, which sends the reply, must run inside <c>SetResult</c>, before the barrier's read is
    /// sent: hence a completion source that continues inline, and a wait until the client awaits the task.
    /// </summary>
    public Task<DeviceLink.MethodReply> AnswerAsync(byte[]? payload)
    {
        var reply = new TaskCompletionSource<DeviceLink.MethodReply>();
        var departure = new CallerDeparture();
        _ = Task.Run(() => ServeAsync(payload, reply, departure), CancellationToken.None);
        departure.Expect();
        return reply.Task;
    }

    private async Task ServeAsync(
        byte[]? payload, TaskCompletionSource<DeviceLink.MethodReply> reply, CallerDeparture departure)
    {
        var response = await RespondAsync(payload).ConfigureAwait(false);
        var (status, body, isAsMeant) = MethodReplies.Encode(response);
        if (response.AfterReply is not null)
        {
            await departure.WaitAsync(time).ConfigureAwait(false);
        }

        var mark = barrier.Mark();
        reply.SetResult(new DeviceLink.MethodReply(status, body.ToArray()));
        if (response.AfterReply is { } afterReply)
        {
            Act(afterReply, isAsMeant ? await barrier.PassAsync(mark).ConfigureAwait(false) : ReplyOutcome.Unknown);
        }
    }

    private async Task<DirectMethodResponse> RespondAsync(byte[]? payload)
    {
        if (ended.IsCancellationRequested)
        {
            return MethodReplies.UnknownMethod;
        }

        if (!TryParse(payload, out var json))
        {
            return MethodReplies.PayloadIsNotJson;
        }

        try
        {
            using var deadline = new CancellationTokenSource(LongestWait, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended, deadline.Token);
            return await handler(new DirectMethodRequest(methodName, json), stop.Token).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The handler returned null.");
        }
        catch (Exception exception)
        {
            logger.MethodHandlerFailed(exception, deviceId, methodName);
            return MethodReplies.HandlerFailed(exception);
        }
    }

    private void Act(Action<ReplyOutcome> afterReply, ReplyOutcome outcome)
    {
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

    private static bool TryParse(byte[]? payload, out JsonElement json)
    {
        try
        {
            json = payload is { Length: > 0 } ? JsonElement.Parse(payload) : Null;
            return true;
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }
}
