using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>One property that a configuration wants: a scalar, an array, an empty object, or null where it must not be there.</summary>
internal sealed record ContentLeaf(TwinKey[] Path, TwinValue Value)
{
    public static bool AreEqual(ContentLeaf left, ContentLeaf right) =>
        ReferenceEquals(left, right) || (left.Path.AsSpan().SequenceEqual(right.Path) && TwinEquality.AreEqual(left.Value, right.Value));

    /// <summary>All leaves of an object, depth first.</summary>
    public static IEnumerable<ContentLeaf> Of(TwinObject content) => Of(content, []);

    public override string ToString() => string.Join('.', Path.Select(key => key.Name));

    private static IEnumerable<ContentLeaf> Of(TwinObject content, TwinKey[] path)
    {
        for (var i = 0; i < content.Count; i++)
        {
            TwinKey[] below = [.. path, content.Shape.Keys[i]];
            var value = content.Slots[i].Value;
            if (value.Kind != TwinValueKind.Object || value.AsObject().Count == 0)
            {
                yield return new ContentLeaf(below, value);
                continue;
            }

            foreach (var leaf in Of(value.AsObject(), below))
            {
                yield return leaf;
            }
        }
    }
}
