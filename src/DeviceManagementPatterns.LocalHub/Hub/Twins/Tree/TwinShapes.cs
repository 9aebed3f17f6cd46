using System.Collections.Concurrent;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>
/// A hub's stock of names and shapes. Both are never given back, so their number is bounded; what comes after that, and very wide
/// objects (maps by id), are simply not shared.
/// </summary>
internal sealed class TwinShapes
{
    private const int MaxSharedNames = 65_536;
    private const int MaxSharedShapes = 16_384;
    private const int MaxSharedWidth = 64;

    private readonly ConcurrentDictionary<string, TwinKey> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TwinShape, TwinShape> _shapes = new(TwinShapeComparer.Instance);
    private int _keyCount;
    private int _shapeCount;

    public TwinKey Key(ReadOnlySpan<char> name)
    {
        if (_keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known))
        {
            return known;
        }

        var key = new TwinKey(name.ToString());
        if (Volatile.Read(ref _keyCount) >= MaxSharedNames)
        {
            return key;
        }

        Interlocked.Increment(ref _keyCount);
        return _keys.GetOrAdd(key.Name, key);
    }

    public TwinShape Shape(ReadOnlySpan<TwinKey> keys)
    {
        if (keys.IsEmpty)
        {
            return TwinShape.Empty;
        }

        if (keys.Length > MaxSharedWidth)
        {
            return new TwinShape(keys.ToArray());
        }

        if (_shapes.GetAlternateLookup<ReadOnlySpan<TwinKey>>().TryGetValue(keys, out var known))
        {
            return known;
        }

        var shape = new TwinShape(keys.ToArray());
        if (Volatile.Read(ref _shapeCount) >= MaxSharedShapes)
        {
            return shape;
        }

        Interlocked.Increment(ref _shapeCount);
        return _shapes.GetOrAdd(shape, shape);
    }
}
