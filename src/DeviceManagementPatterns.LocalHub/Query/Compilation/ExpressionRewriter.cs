using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>Makes a new tree from an old one, from the leaves up. What a rewriting does not care for stays as it is.</summary>
internal abstract class ExpressionRewriter
{
    public QueryExpression Rewrite(QueryExpression expression) => Changed(expression switch
    {
        QueryExpression.Path path => path with { Target = Changed(path.Target) },
        QueryExpression.Negate negate => new QueryExpression.Negate(Rewrite(negate.Operand)),
        QueryExpression.Arithmetic arithmetic =>
            new QueryExpression.Arithmetic(Rewrite(arithmetic.Left), arithmetic.Operator, Rewrite(arithmetic.Right)),
        QueryExpression.Compare compare => new QueryExpression.Compare(Rewrite(compare.Left), compare.Operator, Rewrite(compare.Right)),
        QueryExpression.In @in => new QueryExpression.In(Rewrite(@in.Operand), @in.Items, @in.IsNegated),
        QueryExpression.Not not => new QueryExpression.Not(Rewrite(not.Operand)),
        QueryExpression.And and => new QueryExpression.And(RewriteAll(and.Operands)),
        QueryExpression.Or or => new QueryExpression.Or(RewriteAll(or.Operands)),
        QueryExpression.Call call => new QueryExpression.Call(call.Function, call.Spelling, RewriteAll(call.Arguments), call.Position),
        _ => expression,
    });

    /// <summary>What a node becomes whose parts have been rewritten.</summary>
    protected virtual QueryExpression Changed(QueryExpression expression) => expression;

    protected virtual QueryPath Changed(QueryPath path) => path;

    private QueryExpression[] RewriteAll(IReadOnlyList<QueryExpression> parts) => [.. parts.Select(Rewrite)];
}
