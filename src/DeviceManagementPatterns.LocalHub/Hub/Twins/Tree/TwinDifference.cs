namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>The smallest patch that makes one object into another; <see cref="TwinMerge"/> backwards.</summary>
internal static class TwinDifference
{
    public static TwinObject Between(TwinObject current, TwinObject next, TwinShapes shapes)
    {
        var patch = new TwinObjectBuilder();
        foreach (var key in current.Shape.Keys)
        {
            if (next[key].IsUndefined)
            {
                patch.Set(key, TwinValue.Null);
            }
        }

        for (var i = 0; i < next.Count; i++)
        {
            var key = next.Shape.Keys[i];
            if (Between(current[key], next.Slots[i].Value, shapes) is { IsUndefined: false } change)
            {
                patch.Set(key, change);
            }
        }

        return patch.Build(shapes);
    }

    /// <summary>Undefined where both are equal.</summary>
    private static TwinValue Between(TwinValue current, TwinValue next, TwinShapes shapes)
    {
        if (current.Kind == TwinValueKind.Object && next.Kind == TwinValueKind.Object)
        {
            var patch = Between(current.AsObject(), next.AsObject(), shapes);
            return patch.Count > 0 ? TwinValue.Of(patch) : default;
        }

        return TwinEquality.AreEqual(current, next) ? default : next;
    }
}
