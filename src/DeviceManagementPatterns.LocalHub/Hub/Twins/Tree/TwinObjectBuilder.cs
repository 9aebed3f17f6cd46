using System.Runtime.InteropServices;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>Collects an object's members in the order in which they come; of a name that comes twice the last value counts.</summary>
internal sealed class TwinObjectBuilder
{
    private const int LongestScan = 16;

    private readonly List<TwinKey> _keys = [];
    private readonly List<TwinSlot> _slots = [];
    private Dictionary<TwinKey, int>? _positions;

    public void Set(TwinKey key, TwinValue value)
    {
        var slot = new TwinSlot(value, Stamp: null);
        if (Find(key) is >= 0 and var position)
        {
            _slots[position] = slot;
            return;
        }

        _positions?.Add(key, _keys.Count);
        _keys.Add(key);
        _slots.Add(slot);
    }

    public TwinObject Build(TwinShapes shapes) => _keys.Count == 0
        ? TwinObject.Empty
        : new TwinObject(shapes.Shape(CollectionsMarshal.AsSpan(_keys)), [.. _slots]);

    private int Find(TwinKey key)
    {
        if (_keys.Count < LongestScan)
        {
            return _keys.IndexOf(key);
        }

        _positions ??= Enumerable.Range(0, _keys.Count).ToDictionary(i => _keys[i]);
        return _positions.TryGetValue(key, out var position) ? position : -1;
    }
}
