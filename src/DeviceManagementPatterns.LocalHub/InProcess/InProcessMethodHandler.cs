namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>One registration of a method handler.</summary>
internal sealed class InProcessMethodHandler(
    string methodName,
    Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler,
    Action<InProcessMethodHandler> remove,
    CancellationToken clientDisposed) : IAsyncDisposable
{
    private readonly CancellationTokenSource _disposed = CancellationTokenSource.CreateLinkedTokenSource(clientDisposed);
    private int _isDisposed;

    public string MethodName { get; } = methodName;

    public Task<DirectMethodResponse> AnswerAsync(DirectMethodRequest request) => handler(request, _disposed.Token);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        remove(this);
        await _disposed.CancelAsync().ConfigureAwait(false);
        _disposed.Dispose();
    }
}
