namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>One immutable JSON object: a shape that many share, and the values in the shape's order.</summary>
internal sealed class TwinObject
{
    private readonly TwinSlot[] _slots;

    /// <summary>Takes the slots over; they must not change afterwards.</summary>
    public TwinObject(TwinShape shape, TwinSlot[] slots)
    {
        Shape = shape;
        _slots = slots;
        Size = shape.Size;
        foreach (ref readonly var slot in slots.AsSpan())
        {
            Size += slot.Value.Size;
        }
    }

    public static TwinObject Empty { get; } = new(TwinShape.Empty, []);

    public TwinShape Shape { get; }

    public ReadOnlySpan<TwinSlot> Slots => _slots;

    public int Count => _slots.Length;

    /// <summary>What the object counts for in its section's limit.</summary>
    public int Size { get; }

    /// <summary>The member's value; undefined where there is none.</summary>
    public TwinValue this[TwinKey key] => Shape.IndexOf(key) is >= 0 and var position ? _slots[position].Value : default;
}
