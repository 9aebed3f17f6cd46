using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>What a rule may hit: one passing of one edge of the hub.</summary>
internal readonly record struct FaultCall(FaultOperation Operation, HubIdentityId? Id, string? Method = null, string? Path = null);
