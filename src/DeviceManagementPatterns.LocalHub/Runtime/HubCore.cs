using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Runtime.Messages;

namespace DeviceManagementPatterns.LocalHub.Runtime;

/// <summary>
/// The hub's pure state with what makes it usable by many at once: one short lock, the clock, the outbox of effects and the storage,
/// which is null where state is kept in memory only.
/// </summary>
internal sealed class HubCore
{
    private readonly IHubStorage? _storage;

    public HubCore(HubState state, TimeProvider time, IHubStorage? storage)
    {
        (State, Time, _storage) = (state, time, storage);
        Outbox = new HubOutbox(storage);
        Messages = new MessageDesk(this);
    }

    public Lock Gate { get; } = new();

    public HubState State { get; }

    public TimeProvider Time { get; }

    public required FaultEngine Faults { get; init; }

    public HubOutbox Outbox { get; }

    public MessageDesk Messages { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Refuses a change that could not be kept.</summary>
    /// <exception cref="HubException">The storage cannot write.</exception>
    public void CheckWritable() => _storage?.CheckWritable();

    /// <summary>What changes until the scope ends is kept as one. Under the gate.</summary>
    public Lock.Scope Together() => _storage is null ? default : _storage.Together();

    /// <summary>Ends a change under the gate: its effects wait until it is written.</summary>
    public StorageTicket Record(IReadOnlyList<HubEffect> effects)
    {
        var ticket = _storage?.Ticket() ?? StorageTicket.Settled;
        Outbox.Add(effects, ticket.Number);
        return ticket;
    }

    /// <summary>Outside of the gate: waits until the change is written, sends its effects and gives its result.</summary>
    /// <exception cref="HubException">It could not be written.</exception>
    public ValueTask<T> AcknowledgeAsync<T>(StorageTicket ticket, T result)
    {
        if (!ticket.Written.IsCompletedSuccessfully)
        {
            return WaitAsync(ticket, result);
        }

        Outbox.Send();
        return ValueTask.FromResult(result);
    }

    /// <summary>Outside of the gate, for a change that nobody waits for: its effects are sent once it is written.</summary>
    public void SendOnceWritten(StorageTicket ticket)
    {
        Outbox.Send();
        if (!ticket.Written.IsCompleted)
        {
            ticket.Written.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Outbox.Send);
        }
    }

    private async ValueTask<T> WaitAsync<T>(StorageTicket ticket, T result)
    {
        try
        {
            await ticket.Written.ConfigureAwait(false);
        }
        finally
        {
            Outbox.Send();
        }

        return result;
    }
}
