using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Runtime.Telemetry;

/// <summary>What a device sent to the hub, and when it arrived.</summary>
internal sealed record TelemetryMessage(HubIdentityId From, PropertyBag Properties, ReadOnlyMemory<byte> Body, DateTimeOffset EnqueuedTime)
{
    /// <summary>Counts the hub's messages from 1; 0 before it is kept.</summary>
    public long Sequence { get; init; }

    /// <summary>How much room it takes.</summary>
    public int Size => Body.Length + Properties.Sum(item => sizeof(char) * (item.Key.Length + (item.Value?.Length ?? 0)));
}
