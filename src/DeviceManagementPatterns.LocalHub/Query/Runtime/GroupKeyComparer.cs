namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>Rows are of one group where the values of their keys are equal and of one kind. Missing values make a group too.</summary>
internal sealed class GroupKeyComparer : IEqualityComparer<QueryValue[]>
{
    private const int Spread = 397;

    public static GroupKeyComparer Instance { get; } = new();

    public bool Equals(QueryValue[]? x, QueryValue[]? y)
    {
        for (var index = 0; index < x!.Length; index++)
        {
            if (!AreOne(x[index], y![index]))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(QueryValue[] obj)
    {
        var hash = 0;
        foreach (ref readonly var value in obj.AsSpan())
        {
            hash = (hash * Spread) ^ HashOf(value);
        }

        return hash;
    }

    private static bool AreOne(in QueryValue left, in QueryValue right) =>
        left.Text is { } text ? string.Equals(text, right.Text, StringComparison.Ordinal)
        : left.IsNode ? right.IsNode && left.Node.Equals(right.Node)
        : left.Kind == right.Kind && left.Number == right.Number;

    private static int HashOf(in QueryValue value) =>
        value.Text is { } text ? text.GetHashCode(StringComparison.Ordinal)
        : value.IsNode ? value.Node.GetHashCode()
        : value.Number.GetHashCode() ^ (int)value.Kind;
}
