namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>
/// What several claims on one twin come to. Where claims name the same twin path, the first one's content counts and no other's; what is
/// left is merged property by property, and a property that meets another, at the same place or above or below it, yields to the earlier.
/// </summary>
internal sealed class ClaimMerge
{
    private readonly LeafTree _tree = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly List<ContentLeaf> _leaves = [];
    private readonly List<(string Id, ConfigurationStatus Status)> _statuses = [];

    private ClaimMerge()
    {
    }

    /// <param name="claims">By precedence: the first wins.</param>
    public static MergedClaims Of(IEnumerable<ConfigurationClaim> claims)
    {
        var merge = new ClaimMerge();
        foreach (var claim in claims)
        {
            merge.Add(claim);
        }

        var set = merge._leaves.Where(leaf => leaf.Value.Kind != Twins.Tree.TwinValueKind.Null).ToArray();
        return new MergedClaims(merge._leaves, merge._tree, new TwinConfigurations(merge._statuses, set));
    }

    private void Add(ConfigurationClaim claim)
    {
        var before = _leaves.Count;
        foreach (var setting in claim.Settings)
        {
            if (_taken.Add(setting.TwinPath))
            {
                _leaves.AddRange(setting.Leaves.Where(_tree.TryAdd));
            }
        }

        var status = _leaves.Count > before ? ConfigurationStatus.Applied : ConfigurationStatus.Targeted;
        _statuses.Add((claim.Configuration.Id, status));
    }
}
