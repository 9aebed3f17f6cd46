namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>Reads, sets and removes single properties by their paths. No stamps: what comes out is compared, and then written as a patch.</summary>
internal static class TwinPlaces
{
    /// <summary>Undefined where any part of the path is missing.</summary>
    public static TwinValue Get(TwinObject root, ReadOnlySpan<TwinKey> path)
    {
        var value = TwinValue.Of(root);
        foreach (var key in path)
        {
            if (value.Kind != TwinValueKind.Object)
            {
                return default;
            }

            value = value.AsObject()[key];
        }

        return value;
    }

    /// <summary>Makes what is missing on the way; what stands in the way and is no object is replaced. Null removes.</summary>
    public static TwinObject Set(TwinObject root, ReadOnlySpan<TwinKey> path, TwinValue value, TwinShapes shapes) =>
        TwinMerge.Patch(root, Nest(path, value, shapes), stamp: null, shapes);

    /// <summary>Removes a property, and the objects around it that are empty then.</summary>
    public static TwinObject RemoveWithEmpty(TwinObject root, ReadOnlySpan<TwinKey> path, TwinShapes shapes)
    {
        while (path.Length > 1 && Get(root, path[..^1]) is { Kind: TwinValueKind.Object } around && around.AsObject().Count == 1)
        {
            path = path[..^1];
        }

        return Set(root, path, TwinValue.Null, shapes);
    }

    private static TwinObject Nest(ReadOnlySpan<TwinKey> path, TwinValue value, TwinShapes shapes)
    {
        for (var i = path.Length - 1; i > 0; i--)
        {
            value = TwinValue.Of(Single(path[i], value, shapes));
        }

        return Single(path[0], value, shapes);
    }

    private static TwinObject Single(TwinKey key, TwinValue value, TwinShapes shapes) =>
        new(shapes.Shape([key]), [new TwinSlot(value, Stamp: null)]);
}
