using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>What a content wants of one twin.</summary>
/// <param name="ModuleId">The module of the device; null for the twin that the condition selects.</param>
/// <param name="Settings">The deepest paths first, so that they win over those around them.</param>
internal sealed record ContentPart(string? ModuleId, IReadOnlyList<ContentSetting> Settings)
{
    /// <summary>True where the part names the desired properties as a whole.</summary>
    public bool IsWhole => Settings.Any(setting => setting.Depth == 0);

    /// <summary>The part as a patch of desired properties. Its nulls stay.</summary>
    public TwinObject ToPatch(TwinShapes shapes)
    {
        var tree = new LeafTree();
        foreach (var leaf in Settings.SelectMany(setting => setting.Leaves))
        {
            tree.TryAdd(leaf);
        }

        return tree.Build(shapes);
    }
}
