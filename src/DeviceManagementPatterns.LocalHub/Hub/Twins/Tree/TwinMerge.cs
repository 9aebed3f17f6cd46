namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>
/// The hub's merge: an object merges into an object, anything else replaces, null deletes. Whatever the patch names is stamped, and
/// so is every object on the way to it.
/// </summary>
internal static class TwinMerge
{
    public static TwinObject Patch(TwinObject current, TwinObject patch, TwinStamp? stamp, TwinShapes shapes)
    {
        var slots = current.Slots.ToArray();
        List<int>? added = null;
        var removed = 0;
        for (var i = 0; i < patch.Count; i++)
        {
            var value = patch.Slots[i].Value;
            var position = current.Shape.IndexOf(patch.Shape.Keys[i]);
            var deletes = value.Kind == TwinValueKind.Null;
            if (position < 0)
            {
                if (!deletes)
                {
                    (added ??= []).Add(i);
                }

                continue;
            }

            removed += deletes ? 1 : 0;
            slots[position] = deletes ? default : new TwinSlot(Merge(slots[position].Value, value, stamp, shapes), stamp);
        }

        return removed == 0 && added is null
            ? new TwinObject(current.Shape, slots)
            : Reshape(current.Shape, slots, removed, patch, added ?? [], stamp, shapes);
    }

    /// <summary>The object that a patch makes out of nothing: its nulls are gone.</summary>
    public static TwinObject Create(TwinObject patch, TwinStamp? stamp, TwinShapes shapes) => Patch(TwinObject.Empty, patch, stamp, shapes);

    private static TwinValue Merge(TwinValue current, TwinValue patch, TwinStamp? stamp, TwinShapes shapes)
    {
        if (patch.Kind != TwinValueKind.Object)
        {
            return patch;
        }

        var into = current.Kind == TwinValueKind.Object ? current.AsObject() : TwinObject.Empty;
        return TwinValue.Of(Patch(into, patch.AsObject(), stamp, shapes));
    }

    private static TwinObject Reshape(
        TwinShape shape, TwinSlot[] slots, int removed, TwinObject patch, List<int> added, TwinStamp? stamp, TwinShapes shapes)
    {
        var keys = new TwinKey[slots.Length - removed + added.Count];
        var kept = new TwinSlot[keys.Length];
        var count = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            if (!slots[i].Value.IsUndefined)
            {
                keys[count] = shape.Keys[i];
                kept[count++] = slots[i];
            }
        }

        foreach (var i in added)
        {
            keys[count] = patch.Shape.Keys[i];
            kept[count++] = new TwinSlot(Merge(default, patch.Slots[i].Value, stamp, shapes), stamp);
        }

        return new TwinObject(shapes.Shape(keys), kept);
    }
}
