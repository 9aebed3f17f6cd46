namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>One request's place at a shaper.</summary>
/// <param name="cost">How much of the rate it takes; at least 1.</param>
internal class ShaperTicket(int cost)
{
    public int Cost { get; } = cost;

    /// <summary>For <see cref="TrafficShaper"/> only: the last moment at which it may be served, and its place in the queue.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>For <see cref="TrafficShaper"/> only: null while it does not wait.</summary>
    public LinkedListNode<ShaperTicket>? Place { get; set; }
}
