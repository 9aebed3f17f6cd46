using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>Desired or reported properties at one version.</summary>
/// <param name="Properties">The section's members.</param>
/// <param name="Version">The section's <c>$version</c>; a new twin's is 1.</param>
/// <param name="Stamp">The last write: the root of the section's <c>$metadata</c>.</param>
internal sealed record HubTwinSection(TwinObject Properties, long Version, TwinStamp Stamp);
