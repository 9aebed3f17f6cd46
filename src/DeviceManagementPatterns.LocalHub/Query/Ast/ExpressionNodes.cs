namespace DeviceManagementPatterns.LocalHub.Query.Ast;

/// <summary>Walks a tree.</summary>
internal static class ExpressionNodes
{
    /// <summary>The expression itself and all below it.</summary>
    public static IEnumerable<QueryExpression> Of(QueryExpression expression) => PartsOf(expression).SelectMany(Of).Prepend(expression);

    private static IReadOnlyList<QueryExpression> PartsOf(QueryExpression expression) => expression switch
    {
        QueryExpression.Negate negate => [negate.Operand],
        QueryExpression.Arithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        QueryExpression.Compare compare => [compare.Left, compare.Right],
        QueryExpression.In @in => [@in.Operand],
        QueryExpression.Not not => [not.Operand],
        QueryExpression.And and => and.Operands,
        QueryExpression.Or or => or.Operands,
        QueryExpression.Call call => call.Arguments,
        _ => [],
    };
}
