using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>What configurations make of a twin.</summary>
/// <param name="Twin">The twin after it.</param>
/// <param name="Patch">What changes in its desired properties; null where nothing does.</param>
/// <param name="Refusal">Why the content could not be applied; null where it could.</param>
internal sealed record ConfiguredTwin(HubTwin Twin, TwinObject? Patch, HubException? Refusal = null);
