namespace DeviceManagementPatterns.LocalHub.Query.Ast;

/// <summary>A whole query. No items means <c>SELECT *</c>.</summary>
internal sealed record QueryStatement(
    int? Top,
    IReadOnlyList<SelectItem> Items,
    QuerySource Source,
    QueryExpression? Where,
    IReadOnlyList<QueryPath> GroupBy)
{
    public bool SelectsAll => Items.Count == 0;

    public override string ToString() => CanonicalText.Of(this);
}
