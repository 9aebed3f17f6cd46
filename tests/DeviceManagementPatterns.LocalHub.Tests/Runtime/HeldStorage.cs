using DeviceManagementPatterns.LocalHub.Runtime;

namespace DeviceManagementPatterns.LocalHub.Tests.Runtime;

/// <summary>A storage that commits when the test says so. Each ticket is a commit of its own.</summary>
internal sealed class HeldStorage : IHubStorage
{
    private static readonly HubException Failure = new(HubErrorCode.ServiceUnavailable, "The disk is full.");

    private readonly Dictionary<long, TaskCompletionSource> _commits = [];
    private long _last;

    public long Settled { get; private set; }

    public bool HasFailed { get; private set; }

    public void CheckWritable()
    {
        if (HasFailed)
        {
            throw Failure;
        }
    }

    public StorageTicket Ticket()
    {
        var commit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _commits.Add(++_last, commit);
        return new StorageTicket(_last, commit.Task);
    }

    public Lock.Scope Together() => default;

    public void Commit(long upTo)
    {
        (Settled, HasFailed) = (upTo, false);
        foreach (var (_, commit) in _commits.Where(commit => commit.Key <= upTo))
        {
            commit.TrySetResult();
        }
    }

    public void Fail()
    {
        HasFailed = true;
        foreach (var commit in _commits.Values)
        {
            commit.TrySetException(Failure);
        }
    }
}
