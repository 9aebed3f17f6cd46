namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>
/// What automatic configurations are to one twin: which target it, and which of its desired properties they have set, so that these go
/// when they do. Immutable, and shared by all twins that the same configurations target.
/// </summary>
/// <param name="Statuses">The configurations whose condition the twin meets, the highest priority first.</param>
/// <param name="Set">The properties that were set, with their values.</param>
internal sealed record TwinConfigurations(
    IReadOnlyList<(string Id, ConfigurationStatus Status)> Statuses, IReadOnlyList<ContentLeaf> Set)
{
    public static TwinConfigurations None { get; } = new([], []);

    /// <summary>Null where the configuration does not target the twin.</summary>
    public ConfigurationStatus? StatusOf(string id)
    {
        foreach (var (each, status) in Statuses)
        {
            if (each == id)
            {
                return status;
            }
        }

        return null;
    }

    public static bool AreEqual(TwinConfigurations left, TwinConfigurations right) => ReferenceEquals(left, right)
        || (left.Statuses.SequenceEqual(right.Statuses)
            && left.Set.Count == right.Set.Count
            && left.Set.Zip(right.Set).All(pair => ContentLeaf.AreEqual(pair.First, pair.Second)));
}
