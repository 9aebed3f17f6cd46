namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>One member of a content: a twin path such as <c>properties.desired.fan</c>, and what is to stand there.</summary>
/// <param name="TwinPath">As it was given. Of configurations that name the same path only one gets through.</param>
/// <param name="Depth">How many names the path has below the desired properties; 0 for all of them.</param>
/// <param name="Leaves">The single properties that this comes to.</param>
internal sealed record ContentSetting(string TwinPath, int Depth, IReadOnlyList<ContentLeaf> Leaves);
