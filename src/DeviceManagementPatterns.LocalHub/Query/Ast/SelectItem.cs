namespace DeviceManagementPatterns.LocalHub.Query.Ast;

/// <summary>One item between SELECT and FROM.</summary>
internal abstract record SelectItem(ColumnAlias? Alias, QueryPosition Position)
{
    public sealed override string ToString() => CanonicalText.Of(this);

    /// <summary>A member of the row.</summary>
    public sealed record Column(QueryPath Path, ColumnAlias? Alias) : SelectItem(Alias, Path.Position);

    /// <summary>A number over all rows, or over the rows of a group. Only COUNT has no path.</summary>
    public sealed record Aggregate(AggregateFunction Function, QueryPath? Path, ColumnAlias? Alias, QueryPosition Position)
        : SelectItem(Alias, Position);
}
