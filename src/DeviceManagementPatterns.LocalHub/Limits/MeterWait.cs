namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>A request at a meter: its place, and the task that its caller awaits while it waits.</summary>
internal sealed class MeterWait(int cost) : ShaperTicket(cost)
{
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Served => _served.Task;

    public void Serve() => _served.TrySetResult();

    public void Refuse(HubException refusal) => _served.TrySetException(refusal);

    public void Cancel(CancellationToken cancellationToken) => _served.TrySetCanceled(cancellationToken);
}
