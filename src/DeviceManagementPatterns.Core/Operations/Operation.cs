namespace DeviceManagementPatterns.Operations;

/// <summary>One accepted request on its way through the engine.</summary>
internal sealed class Operation(string key, OperationRequest request, DateTimeOffset requestedTime, string status)
{
    private readonly TaskCompletionSource<ReplyOutcome> _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _status = status;
    private volatile bool _isFinished;

    /// <summary>The caller's operation id, or one of our own for a request that has none.</summary>
    public string Key { get; } = key;

    public OperationRequest Request { get; } = request;

    public DateTimeOffset RequestedTime { get; } = requestedTime;

    public string Status => _status;

    public bool IsFinished => _isFinished;

    /// <summary>Done once the reply has left, or may have: nothing is acted on before.</summary>
    public Task<ReplyOutcome> Released => _released.Task;

    public void Release(ReplyOutcome outcome) => _released.TrySetResult(outcome);

    public void MoveTo(string status) => _status = status;

    public void Finish() => _isFinished = true;
}
