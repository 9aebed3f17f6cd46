using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>Computes once, before any row, what does not depend on the row.</summary>
internal sealed class ConstantFolding : ExpressionRewriter
{
    public static QueryExpression Fold(QueryExpression expression) => new ConstantFolding().Rewrite(expression);

    protected override QueryExpression Changed(QueryExpression expression) => expression switch
    {
        QueryExpression.Negate { Operand: QueryExpression.Constant(var operand) } => Constant(ValueArithmetic.Negate(operand)),
        QueryExpression.Arithmetic { Left: QueryExpression.Constant(var left), Right: QueryExpression.Constant(var right) } arithmetic =>
            Constant(ValueArithmetic.Compute(left, arithmetic.Operator, right)),
        QueryExpression.Compare compare => Folded(compare),
        QueryExpression.In { Operand: QueryExpression.Constant(var operand) } @in => Folded(@in, operand),
        QueryExpression.In { Operand: QueryExpression.Array } => Constant(QueryValue.Undefined),
        QueryExpression.Not { Operand: QueryExpression.Constant(var operand) } => Constant(TruthTable.Not(TruthTable.Of(operand))),
        QueryExpression.And and => Folded(and.Operands, Truth.False, Truth.True, rest => new QueryExpression.And(rest)),
        QueryExpression.Or or => Folded(or.Operands, Truth.True, Truth.False, rest => new QueryExpression.Or(rest)),
        QueryExpression.Call { Arguments: [QueryExpression.Constant(var argument)] } call =>
            Constant(ValueFunctions.Ask(call.Function, argument)),
        QueryExpression.Call { Arguments: [QueryExpression.Constant(var value), QueryExpression.Constant(var part)] } call =>
            Constant(ValueFunctions.Ask(call.Function, value, part)),
        _ => expression,
    };

    private static QueryExpression Folded(QueryExpression.Compare compare) => (compare.Left, compare.Right) switch
    {
        (QueryExpression.Constant(var left), QueryExpression.Constant(var right)) =>
            Constant(ValueComparison.Compare(left, compare.Operator, right)),
        ({ } left, { } right) when IsIncomparable(left) || IsIncomparable(right) => Constant(QueryValue.Undefined),
        _ => compare,
    };

    private static QueryExpression.Constant Folded(QueryExpression.In @in, in QueryValue operand)
    {
        var isIn = new ConstantSet(@in.Items).Contains(operand);
        return Constant(@in.IsNegated ? TruthTable.Not(isIn) : isIn);
    }

    /// <summary>One deciding operand decides all; neutral ones go. The rest stays in its AND or OR, which makes truths of values.</summary>
    private static QueryExpression Folded(
        IReadOnlyList<QueryExpression> operands, Truth deciding, Truth neutral, Func<QueryExpression[], QueryExpression> remake)
    {
        if (operands.Any(operand => TruthOf(operand) == deciding))
        {
            return Constant(deciding);
        }

        var rest = operands.Where(operand => TruthOf(operand) != neutral).ToArray();
        return rest switch
        {
            [] => Constant(neutral),
            _ when rest.All(operand => TruthOf(operand) is not null) => Constant(QueryValue.Undefined),
            _ => remake(rest),
        };
    }

    private static Truth? TruthOf(QueryExpression operand) => operand switch
    {
        QueryExpression.Constant(var value) => TruthTable.Of(value),
        QueryExpression.Array => Truth.Undefined,
        _ => null,
    };

    private static bool IsIncomparable(QueryExpression operand) =>
        operand is QueryExpression.Array or QueryExpression.Constant { Value.IsUndefined: true };

    private static QueryExpression.Constant Constant(Truth truth) => Constant(TruthTable.ToValue(truth));

    private static QueryExpression.Constant Constant(in QueryValue value) => new(value);
}
