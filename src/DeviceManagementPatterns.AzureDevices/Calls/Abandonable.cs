namespace DeviceManagementPatterns.AzureDevices.Calls;

/// <summary>Waits for a call no longer than a token allows, whether or not the callee heeds it.</summary>
internal static class Abandonable
{
    public static async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        var running = StartAsync(call, stop);
        try
        {
            return await running.WaitAsync(stop).ConfigureAwait(false);
        }
        catch
        {
            Observe(running);
            throw;
        }
    }

    private static async Task<T> StartAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken stop) =>
        await call(stop).ConfigureAwait(false);

    // Nobody waits any more; without a look at its error the runtime would report it as unobserved.
    private static void Observe(Task abandoned) => abandoned.ContinueWith(
        static task => _ = task.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
