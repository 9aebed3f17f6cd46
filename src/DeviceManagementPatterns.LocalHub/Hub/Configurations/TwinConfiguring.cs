using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>
/// Brings a twin to what its configurations ask for. What they set earlier and do not set any more is removed, unless somebody else has
/// changed it since; what they set is set again where somebody else has changed it.
/// </summary>
internal static class TwinConfiguring
{
    /// <summary>Null where the twin is as it should be.</summary>
    public static ConfiguredTwin? Plan(HubTwin twin, ClaimNode claims, DateTimeOffset now, TwinShapes shapes)
    {
        var merged = claims.Merged;
        var current = twin.Desired.Properties;
        var next = Set(Clear(current, twin.Configurations, merged, shapes), merged, shapes);
        var isSame = ReferenceEquals(next, current) || TwinEquality.AreEqual(TwinValue.Of(next), TwinValue.Of(current));
        if (isSame)
        {
            return TwinConfigurations.AreEqual(twin.Configurations, merged.Outcome)
                ? null
                : new ConfiguredTwin(twin with { Configurations = merged.Outcome }, Patch: null);
        }

        var patch = TwinDifference.Between(current, next, shapes);
        try
        {
            var written = TwinWriting.Apply(twin, new TwinWrite(Tags: null, patch, IsReplacement: false), now, shapes);
            return new ConfiguredTwin(written with { Configurations = merged.Outcome }, patch);
        }
        catch (HubException e)
        {
            return Refused(twin, merged, e);
        }
    }

    /// <summary>The content is too large for the twin: it is targeted, and keeps what it has.</summary>
    private static ConfiguredTwin? Refused(HubTwin twin, MergedClaims merged, HubException e)
    {
        var targeted = twin.Configurations with
        {
            Statuses = [.. merged.Outcome.Statuses.Select(each => (each.Id, ConfigurationStatus.Targeted))],
        };
        return TwinConfigurations.AreEqual(twin.Configurations, targeted)
            ? null
            : new ConfiguredTwin(twin with { Configurations = targeted }, Patch: null, e);
    }

    private static TwinObject Clear(TwinObject desired, TwinConfigurations before, MergedClaims merged, TwinShapes shapes)
    {
        if (ReferenceEquals(before, merged.Outcome))
        {
            return desired;
        }

        foreach (var leaf in before.Set)
        {
            var value = TwinPlaces.Get(desired, leaf.Path);
            if (!value.IsUndefined && !merged.Tree.Contains(leaf.Path) && TwinEquality.AreEqual(value, leaf.Value))
            {
                desired = TwinPlaces.RemoveWithEmpty(desired, leaf.Path, shapes);
            }
        }

        return desired;
    }

    private static TwinObject Set(TwinObject desired, MergedClaims merged, TwinShapes shapes)
    {
        foreach (var leaf in merged.Leaves)
        {
            if (!IsThere(TwinPlaces.Get(desired, leaf.Path), leaf.Value))
            {
                desired = TwinPlaces.Set(desired, leaf.Path, leaf.Value, shapes);
            }
        }

        return desired;
    }

    /// <summary>An empty object asks for an object; what is in it is not its business.</summary>
    private static bool IsThere(TwinValue value, TwinValue wanted) => wanted.Kind switch
    {
        TwinValueKind.Null => value.IsUndefined,
        TwinValueKind.Object => value.Kind == TwinValueKind.Object,
        _ => TwinEquality.AreEqual(value, wanted),
    };
}
