using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>Turns a tree into delegates, once for a query. A row meets only those.</summary>
internal sealed class ExpressionCompiler<TRow>(IRowReader<TRow> reader)
{
    public RowValue<TRow> Value(QueryExpression expression) => expression switch
    {
        QueryExpression.Constant constant => Constant(constant.Value),
        QueryExpression.Array array => Constant(QueryValue.OfArray(array.Items)),
        QueryExpression.Path path => reader.Bind(path.Target.Segments),
        QueryExpression.Negate negate => Negate(Value(negate.Operand)),
        QueryExpression.Arithmetic arithmetic => Compute(Value(arithmetic.Left), arithmetic.Operator, Value(arithmetic.Right)),
        _ => AsValue(Condition(expression)),
    };

    public RowCondition<TRow> Condition(QueryExpression expression) => expression switch
    {
        QueryExpression.Not not => Not(Condition(not.Operand)),
        QueryExpression.And and => And([.. and.Operands.Select(Condition)]),
        QueryExpression.Or or => Or([.. or.Operands.Select(Condition)]),
        QueryExpression.Compare compare => Compare(compare),
        QueryExpression.In @in => In(Value(@in.Operand), new ConstantSet(@in.Items), @in.IsNegated),
        QueryExpression.Call { Arguments: [var value] } call => Ask(call.Function, Value(value)),
        QueryExpression.Call { Arguments: [var value, var part] } call => Ask(call.Function, Value(value), Value(part)),
        _ => AsCondition(Value(expression)),
    };

    private static RowValue<TRow> Constant(QueryValue value) => (in _) => value;

    private static RowValue<TRow> Negate(RowValue<TRow> operand) => (in row) => ValueArithmetic.Negate(operand(in row));

    private static RowValue<TRow> Compute(RowValue<TRow> left, ArithmeticOperator operation, RowValue<TRow> right) =>
        (in row) => ValueArithmetic.Compute(left(in row), operation, right(in row));

    private static RowValue<TRow> AsValue(RowCondition<TRow> condition) => (in row) => TruthTable.ToValue(condition(in row));

    private static RowCondition<TRow> AsCondition(RowValue<TRow> value) => (in row) => TruthTable.Of(value(in row));

    private static RowCondition<TRow> Not(RowCondition<TRow> operand) => (in row) => TruthTable.Not(operand(in row));

    private static RowCondition<TRow> And(RowCondition<TRow>[] operands) => (in row) =>
    {
        var truth = Truth.True;
        foreach (var operand in operands)
        {
            truth = TruthTable.And(truth, operand(in row));
            if (truth == Truth.False)
            {
                break;
            }
        }

        return truth;
    };

    private static RowCondition<TRow> Or(RowCondition<TRow>[] operands) => (in row) =>
    {
        var truth = Truth.False;
        foreach (var operand in operands)
        {
            truth = TruthTable.Or(truth, operand(in row));
            if (truth == Truth.True)
            {
                break;
            }
        }

        return truth;
    };

    private static RowCondition<TRow> In(RowValue<TRow> operand, ConstantSet items, bool isNegated) => isNegated
        ? (in row) => TruthTable.Not(items.Contains(operand(in row)))
        : (in row) => items.Contains(operand(in row));

    private static RowCondition<TRow> Ask(QueryFunction function, RowValue<TRow> value) =>
        (in row) => ValueFunctions.Ask(function, value(in row));

    private static RowCondition<TRow> Ask(QueryFunction function, RowValue<TRow> value, RowValue<TRow> part) =>
        (in row) => ValueFunctions.Ask(function, value(in row), part(in row));

    private RowCondition<TRow> Compare(QueryExpression.Compare compare) => (compare.Left, compare.Right) switch
    {
        ({ } left, QueryExpression.Constant(var constant)) => ConstantComparison.Make(Value(left), compare.Operator, constant),
        (QueryExpression.Constant(var constant), { } right) =>
            ConstantComparison.Make(Value(right), ConstantComparison.Mirror(compare.Operator), constant),
        _ => Compare(Value(compare.Left), compare.Operator, Value(compare.Right)),
    };

    private static RowCondition<TRow> Compare(RowValue<TRow> left, ComparisonOperator comparison, RowValue<TRow> right) =>
        (in row) => ValueComparison.Compare(left(in row), comparison, right(in row));
}
