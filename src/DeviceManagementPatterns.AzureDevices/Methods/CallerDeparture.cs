namespace DeviceManagementPatterns.AzureDevices.Methods;

/// <summary>
/// Tells when the code that called us has gone back to its own caller, and so has begun to await the task that we gave it. When an
/// async method returns, the runtime gives its caller's execution context back; a value that was set in it is seen to change then.
/// </summary>
internal sealed class CallerDeparture
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly AsyncLocal<CallerDeparture?> Expected = new(OnChanged);

    private readonly TaskCompletionSource _departed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>To be called from a method that is not async itself, and after everything that flows the context was started.</summary>
    public void Expect() => Expected.Value = this;

    /// <summary>Ends when the caller has gone, or soon where that cannot be seen.</summary>
    public async Task WaitAsync(TimeProvider time)
    {
        try
        {
            await _departed.Task.WaitAsync(LongestWait, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
        }
    }

    private static void OnChanged(AsyncLocalValueChangedArgs<CallerDeparture?> change)
    {
        if (change.ThreadContextChanged)
        {
            change.PreviousValue?._departed.TrySetResult();
        }
    }
}
