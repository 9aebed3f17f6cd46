using DeviceManagementPatterns.AzureDevices.Errors;

namespace DeviceManagementPatterns.AzureDevices.Calls;

/// <summary>
/// One call to the program's client with an end: the caller's token, the adapter's own end, or a deadline, whichever is first.
/// The client alone would wait for ever while it is offline, and need not heed a token at once.
/// </summary>
internal sealed class DeviceCalls(TimeSpan timeout, TimeProvider time, CancellationToken closed)
{
    public Task RunAsync(string action, Func<CancellationToken, Task> call, CancellationToken cancellationToken) => RunAsync(
        action,
        async stop =>
        {
            await call(stop).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public async Task<T> RunAsync<T>(string action, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(closed.IsCancellationRequested, typeof(AzureDevicesDeviceClient));
        using var deadline = new CancellationTokenSource(timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed, deadline.Token);
        try
        {
            return await Abandonable.WaitAsync(call, stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The client turns a cancelled token into errors of its own: the tokens tell why, its error does not.
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(closed.IsCancellationRequested, typeof(AzureDevicesDeviceClient));
            throw deadline.IsCancellationRequested
                ? DeviceErrors.TookTooLong(exception, action, timeout)
                : DeviceErrors.Translate(exception, action);
        }
    }
}
