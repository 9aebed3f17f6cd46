using System.Diagnostics.CodeAnalysis;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>Finds a shape by its names in order, without making one.</summary>
internal sealed class TwinShapeComparer : IEqualityComparer<TwinShape>, IAlternateEqualityComparer<ReadOnlySpan<TwinKey>, TwinShape>
{
    public static TwinShapeComparer Instance { get; } = new();

    public bool Equals(TwinShape? x, TwinShape? y) => ReferenceEquals(x, y) || (x is not null && y is not null && Equals(x.Keys, y));

    public int GetHashCode([DisallowNull] TwinShape obj) => GetHashCode(obj.Keys);

    public bool Equals(ReadOnlySpan<TwinKey> alternate, TwinShape other) => alternate.SequenceEqual(other.Keys);

    public int GetHashCode(ReadOnlySpan<TwinKey> alternate)
    {
        var hash = new HashCode();
        foreach (var key in alternate)
        {
            hash.Add(key.GetHashCode());
        }

        return hash.ToHashCode();
    }

    public TwinShape Create(ReadOnlySpan<TwinKey> alternate) => new(alternate.ToArray());
}
