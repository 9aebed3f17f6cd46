using DeviceManagementPatterns.LocalHub.Hub.Jobs;

namespace DeviceManagementPatterns.LocalHub.Runtime.Jobs;

/// <summary>The jobs' pure state with one short lock and the clock.</summary>
internal sealed class JobCore(HubJobs jobs, TimeProvider time)
{
    private readonly Lock _gate = new();

    public TimeProvider Time { get; } = time;

    public T Ask<T>(Func<HubJobs, DateTimeOffset, T> ask)
    {
        lock (_gate)
        {
            return ask(jobs, Time.GetUtcNow());
        }
    }

    public void Tell(Action<HubJobs, DateTimeOffset> tell)
    {
        lock (_gate)
        {
            tell(jobs, Time.GetUtcNow());
        }
    }
}
