using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Runtime;

/// <summary>The hub's pure state with what makes it usable by many at once: one short lock, the clock, and the outbox of effects.</summary>
internal sealed class HubCore(HubState state, TimeProvider time)
{
    public Lock Gate { get; } = new();

    public HubState State { get; } = state;

    public TimeProvider Time { get; } = time;

    public HubOutbox Outbox { get; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();
}
