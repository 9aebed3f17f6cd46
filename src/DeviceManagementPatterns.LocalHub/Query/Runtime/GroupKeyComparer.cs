namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>Two rows are of one group where all values of the key are of one kind and equal. Missing values make a group of their own.</summary>
internal sealed class GroupKeyComparer : IEqualityComparer<QueryValue[]>
{
    public static GroupKeyComparer Instance { get; } = new();

    public bool Equals(QueryValue[]? x, QueryValue[]? y) => x.AsSpan().SequenceEqual(y, ValueComparer.Instance);

    public int GetHashCode(QueryValue[] obj)
    {
        var hash = new HashCode();
        foreach (var value in obj)
        {
            hash.Add(ValueComparer.Instance.GetHashCode(value));
        }

        return hash.ToHashCode();
    }

    private sealed class ValueComparer : IEqualityComparer<QueryValue>
    {
        public static ValueComparer Instance { get; } = new();

        public bool Equals(QueryValue x, QueryValue y) =>
            x.Kind == y.Kind && (x.IsNode ? x.Node.Equals(y.Node) : ValueComparison.Order(x, y) == 0);

        public int GetHashCode(QueryValue obj) => obj switch
        {
            { Text: { } text } => text.GetHashCode(StringComparison.Ordinal),
            { IsNode: true } => obj.Node.GetHashCode(),
            _ => HashCode.Combine(obj.Kind, obj.Number),
        };
    }
}
