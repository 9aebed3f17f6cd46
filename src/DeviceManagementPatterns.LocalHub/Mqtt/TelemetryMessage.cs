using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>What a device sent to the hub, and when it arrived.</summary>
internal sealed record TelemetryMessage(HubIdentityId From, PropertyBag Properties, ReadOnlyMemory<byte> Body, DateTimeOffset EnqueuedTime);
