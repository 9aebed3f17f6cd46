using System.Collections.Concurrent;

namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>A device's method handlers, and how a call is answered.</summary>
internal sealed class InProcessMethods
{
    private readonly ConcurrentDictionary<string, InProcessMethodHandler> _handlers = new(StringComparer.Ordinal);

    public bool IsEmpty => _handlers.IsEmpty;

    public void Add(InProcessMethodHandler handler)
    {
        if (!_handlers.TryAdd(handler.MethodName, handler))
        {
            throw new InvalidOperationException($"Method '{handler.MethodName}' has a handler already. Dispose its registration first.");
        }
    }

    public void Remove(InProcessMethodHandler handler) => _handlers.TryRemove(KeyValuePair.Create(handler.MethodName, handler));

    /// <summary>Answers one call and then, when the hub has the answer, lets the handler act on it. Runs beside the hub, never inside it.</summary>
    public async Task AnswerAsync(HubSession session, string requestId, string methodName, ReadOnlyMemory<byte> payload)
    {
        var response = await RespondAsync(methodName, payload).ConfigureAwait(false);
        var isHandedOver = session.CompleteMethod(requestId, response.Status, InProcessJson.Write(response.Payload));
        response.AfterReply?.Invoke(isHandedOver ? ReplyOutcome.HandedOver : ReplyOutcome.Unknown);
    }

    private async Task<DirectMethodResponse> RespondAsync(string methodName, ReadOnlyMemory<byte> payload)
    {
        if (!_handlers.TryGetValue(methodName, out var handler))
        {
            return DirectMethodResponse.FromJson(404, """{"Response":"Unknown method"}""");
        }

        try
        {
            return await handler.AnswerAsync(new DirectMethodRequest(methodName, InProcessJson.Read(payload))).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The handler returned null.");
        }
#pragma warning disable CA1031 // The port's promise: whatever a handler throws becomes an answer.
        catch (Exception)
#pragma warning restore CA1031
        {
            return DirectMethodResponse.FromJson(500, """{"Response":"The method handler failed"}""");
        }
    }
}
