using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>
/// The names that lead to a member. The keys are the query's own: a query may name anything, and the hub's stock of shared names
/// never gives one back.
/// </summary>
internal sealed class TwinPath(IEnumerable<string> names)
{
    private readonly TwinKey[] _keys = [.. names.Select(name => new TwinKey(name))];

    /// <summary>Undefined where any part of the path is missing.</summary>
    public TwinValue Find(TwinObject root) => FindSlot(root, _keys).Value;

    /// <summary>The write that last touched the member; null where it is missing, and for the root.</summary>
    public TwinStamp? FindStamp(TwinObject root) => FindSlot(root, _keys).Stamp;

    private static TwinSlot FindSlot(TwinObject root, ReadOnlySpan<TwinKey> keys)
    {
        var slot = default(TwinSlot);
        for (var i = 0; i < keys.Length; i++)
        {
            var position = root.Shape.IndexOf(keys[i]);
            if (position < 0)
            {
                return default;
            }

            slot = root.Slots[position];
            if (i < keys.Length - 1)
            {
                if (slot.Value.Kind != TwinValueKind.Object)
                {
                    return default;
                }

                root = slot.Value.AsObject();
            }
        }

        return slot;
    }
}
