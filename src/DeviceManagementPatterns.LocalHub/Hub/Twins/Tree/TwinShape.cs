namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>The member names of objects that look alike, held once for all of them.</summary>
internal sealed class TwinShape(TwinKey[] keys)
{
    private const int LongestScan = 8;

    private Dictionary<TwinKey, int>? _positions;

    public static TwinShape Empty { get; } = new([]);

    public ReadOnlySpan<TwinKey> Keys => keys;

    /// <summary>What the names count for in their section's limit.</summary>
    public int Size { get; } = keys.Sum(key => key.Size);

    /// <summary>The member's position, or -1.</summary>
    public int IndexOf(TwinKey key)
    {
        if (keys.Length > LongestScan)
        {
            return Positions().TryGetValue(key, out var position) ? position : -1;
        }

        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i].Equals(key))
            {
                return i;
            }
        }

        return -1;
    }

    private Dictionary<TwinKey, int> Positions()
    {
        if (Volatile.Read(ref _positions) is { } known)
        {
            return known;
        }

        var positions = new Dictionary<TwinKey, int>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            positions.Add(keys[i], i);
        }

        Volatile.Write(ref _positions, positions);
        return positions;
    }
}
