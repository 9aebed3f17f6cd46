namespace DeviceManagementPatterns.Operations;

/// <summary>The engine's reply to a request, and what is to be called once that reply has left; null where nothing waits for it.</summary>
internal sealed record Admitted(OperationReply Reply, Action<ReplyOutcome>? Released);
