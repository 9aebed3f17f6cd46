using DeviceManagementPatterns.LocalHub.Hub.Jobs;

namespace DeviceManagementPatterns.LocalHub.Runtime.Jobs;

/// <summary>The jobs' pure state with one short lock, the clock and the storage, which is null where jobs are kept in memory only.</summary>
internal sealed class JobCore(HubJobs jobs, TimeProvider time, IHubStorage? storage)
{
    private readonly Lock _gate = new();

    public TimeProvider Time { get; } = time;

    /// <summary>Asks or changes the jobs. All of a change is kept or nothing of it.</summary>
    public T Ask<T>(Func<HubJobs, DateTimeOffset, T> ask)
    {
        lock (_gate)
        {
            using var together = storage is null ? default : storage.Together();
            return ask(jobs, Time.GetUtcNow());
        }
    }

    public void Tell(Action<HubJobs, DateTimeOffset> tell) => Ask((jobs, now) =>
    {
        tell(jobs, now);
        return true;
    });

    /// <summary>Refuses a change that could not be kept.</summary>
    /// <exception cref="HubException">The storage cannot write.</exception>
    public void CheckWritable() => storage?.CheckWritable();

    /// <summary>Ends when a restart cannot lose what has changed so far.</summary>
    /// <exception cref="HubException">It cannot be written.</exception>
    public Task WrittenAsync() => storage?.Ticket().Written ?? Task.CompletedTask;
}
