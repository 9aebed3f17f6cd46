using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Runtime;

/// <summary>
/// The hub's pure state with what makes it usable by many at once: one short lock, the clock, the outbox of effects and the storage,
/// which is null where state is kept in memory only.
/// </summary>
internal sealed class HubCore(HubState state, TimeProvider time, IHubStorage? storage)
{
    public Lock Gate { get; } = new();

    public HubState State { get; } = state;

    public TimeProvider Time { get; } = time;

    public required FaultEngine Faults { get; init; }

    public HubOutbox Outbox { get; } = new(storage);

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Refuses a change that could not be kept.</summary>
    /// <exception cref="HubException">The storage has failed.</exception>
    public void CheckWritable() => storage?.CheckWritable();

    /// <summary>Ends a change under the gate: its effects wait until it is written.</summary>
    public StorageTicket Record(IReadOnlyList<HubEffect> effects)
    {
        var ticket = storage?.Ticket() ?? StorageTicket.Settled;
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
