using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>What is written by one transaction: of each entry the last state, or null where it was removed.</summary>
internal sealed class StoreBatch(long number)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Batches are numbered from 1 and committed in this order.</summary>
    public long Number { get; } = number;

    public Dictionary<long, HubTwinRow?> Rows { get; } = [];

    /// <summary>Configurations by their sequence; null where one was removed.</summary>
    public Dictionary<long, HubConfiguration?> Configurations { get; } = [];

    public bool IsEmpty => Rows.Count + Configurations.Count == 0;

    public Task Done => _done.Task;

    public void Complete() => _done.TrySetResult();

    public void Fail(HubException error)
    {
        _done.TrySetException(error);
        _ = _done.Task.Exception;
    }
}
