namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>What all claims on a twin come to.</summary>
/// <param name="Leaves">The properties that the twin is to have, or with null not to have.</param>
/// <param name="Tree">The same, to look them up.</param>
/// <param name="Outcome">What the twin keeps of it.</param>
internal sealed record MergedClaims(IReadOnlyList<ContentLeaf> Leaves, LeafTree Tree, TwinConfigurations Outcome);
