namespace DeviceManagementPatterns.AzureDevices.Methods;

/// <summary>One method name's registration; disposing it ends the calls in flight and gives the name back.</summary>
internal sealed class MethodRegistration(Func<Task> remove) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private Task? _ending;

    /// <summary>Cancelled once the registration answers no more.</summary>
    public CancellationToken Ended => _ended.Token;

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _ending ??= Task.Run(EndAndRemoveAsync);
            return new ValueTask(_ending);
        }
    }

    /// <summary>Stops answering, without a word to the client.</summary>
    public Task EndAsync() => _ended.CancelAsync();

    private async Task EndAndRemoveAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await remove().ConfigureAwait(false);
    }
}
