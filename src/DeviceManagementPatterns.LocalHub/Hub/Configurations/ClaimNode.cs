namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>
/// A set of claims, by precedence. Sets that begin alike share their beginning, so that of many twins with the same configurations each
/// set is merged once. For one thread.
/// </summary>
internal sealed class ClaimNode
{
    private readonly ClaimNode? _parent;
    private readonly ConfigurationClaim? _claim;
    private Dictionary<ConfigurationClaim, ClaimNode>? _next;
    private MergedClaims? _merged;

    private ClaimNode(ClaimNode? parent, ConfigurationClaim? claim) => (_parent, _claim) = (parent, claim);

    public MergedClaims Merged => _merged ??= ClaimMerge.Of(Claims().Reverse());

    /// <summary>No claim at all.</summary>
    public static ClaimNode NewRoot() => new(null, null);

    /// <param name="claim">Its precedence is lower than that of all that are in the set.</param>
    public ClaimNode With(ConfigurationClaim claim)
    {
        _next ??= [];
        if (!_next.TryGetValue(claim, out var node))
        {
            node = new ClaimNode(this, claim);
            _next.Add(claim, node);
        }

        return node;
    }

    private IEnumerable<ConfigurationClaim> Claims()
    {
        for (var node = this; node._claim is not null; node = node._parent!)
        {
            yield return node._claim;
        }
    }
}
