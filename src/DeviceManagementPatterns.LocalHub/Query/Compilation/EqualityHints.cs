using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>Finds what an index could answer: equalities that must hold for the whole condition to hold.</summary>
internal static class EqualityHints
{
    public static IReadOnlyList<QueryEquality> Of(QueryExpression where) => where switch
    {
        QueryExpression.And and => [.. and.Operands.SelectMany(Of)],
        QueryExpression.Compare
        {
            Operator: ComparisonOperator.Equal, Left: QueryExpression.Path(var path), Right: QueryExpression.Constant(var value)
        } => [new QueryEquality(path.Segments, [value])],
        QueryExpression.Compare
        {
            Operator: ComparisonOperator.Equal, Left: QueryExpression.Constant(var value), Right: QueryExpression.Path(var path)
        } => [new QueryEquality(path.Segments, [value])],
        QueryExpression.In { Operand: QueryExpression.Path(var path), IsNegated: false } @in =>
            [new QueryEquality(path.Segments, @in.Items)],
        _ => [],
    };
}
