using System.Globalization;
using System.Text;
using DeviceManagementPatterns.LocalHub.Query.Parsing;

namespace DeviceManagementPatterns.LocalHub.Query.Ast;

/// <summary>Writes a tree as the query that reads back as it: keywords in capitals, no parentheses but the needed ones.</summary>
internal static class CanonicalText
{
    private const int OrRank = 1;
    private const int AndRank = 2;
    private const int NotRank = 3;
    private const int CompareRank = 4;
    private const int AddRank = 5;
    private const int MultiplyRank = 6;
    private const int NegateRank = 7;
    private const int PrimaryRank = 8;

    public static string Of(QueryStatement statement)
    {
        var text = new StringBuilder("SELECT ");
        if (statement.Top is { } top)
        {
            text.Append(CultureInfo.InvariantCulture, $"TOP {top} ");
        }

        text.Append(statement.SelectsAll ? "*" : string.Join(", ", statement.Items));
        text.Append(" FROM ").Append(NameOf(statement.Source));
        if (statement.Where is { } where)
        {
            text.Append(" WHERE ").Append(where);
        }

        if (statement.GroupBy.Count > 0)
        {
            text.Append(" GROUP BY ").AppendJoin(", ", statement.GroupBy);
        }

        return text.ToString();
    }

    public static string Of(ConditionStatement condition) => condition switch
    {
        { Source: QuerySource.Devices, Where: null } => "*",
        { Source: QuerySource.Devices, Where: { } where } => where.ToString(),
        { Where: null } => $"FROM {NameOf(condition.Source)}",
        _ => $"FROM {NameOf(condition.Source)} WHERE {condition.Where}",
    };

    public static string Of(SelectItem item)
    {
        var text = item switch
        {
            SelectItem.Aggregate aggregate => $"{NameOf(aggregate.Function)}({aggregate.Path})",
            SelectItem.Column column => column.Path.ToString(),
            _ => throw new InvalidOperationException($"{item.GetType().Name} has no text."),
        };
        return item.Alias is { } alias ? $"{text} AS {Name(alias.Name)}" : text;
    }

    public static string Of(QueryPath path) => string.Join('.', path.Segments.Select(Name));

    public static string Of(QueryExpression expression) => expression switch
    {
        QueryExpression.Constant constant => Of(constant.Value),
        QueryExpression.Array array => List(array.Items),
        QueryExpression.Path path => path.Target.ToString(),
        QueryExpression.Negate negate => "-" + Within(negate.Operand, PrimaryRank),
        QueryExpression.Arithmetic arithmetic => Binary(arithmetic),
        QueryExpression.Compare compare =>
            $"{Within(compare.Left, AddRank)} {Symbol(compare.Operator)} {Within(compare.Right, AddRank)}",
        QueryExpression.In @in => $"{Within(@in.Operand, AddRank)} {(@in.IsNegated ? "NIN" : "IN")} {List(@in.Items)}",
        QueryExpression.Not not => "NOT " + Within(not.Operand, CompareRank),
        QueryExpression.And and => string.Join(" AND ", and.Operands.Select(operand => Within(operand, NotRank))),
        QueryExpression.Or or => string.Join(" OR ", or.Operands.Select(operand => Within(operand, AndRank))),
        QueryExpression.Call call => $"{FunctionCatalog.NameOf(call.Function)}({string.Join(", ", call.Arguments)})",
        _ => throw new InvalidOperationException($"{expression.GetType().Name} has no text."),
    };

    public static string NameOf(QuerySource source) => source switch
    {
        QuerySource.Modules => "devices.modules",
        QuerySource.Jobs => "devices.jobs",
        _ => "devices",
    };

    public static string NameOf(AggregateFunction function) => function.ToString().ToUpperInvariant();

    private static string Of(QueryValue value) => value.Kind switch
    {
        QueryValueKind.String => StringLiteral.Quote(value.Text!),
        QueryValueKind.Undefined => "undefined",
        QueryValueKind.Null => "null",
        _ => value.ToString(),
    };

    private static string List(IReadOnlyList<QueryValue> items) => $"[{string.Join(", ", items.Select(Of))}]";

    private static string Name(string name) => Keywords.IsPlainName(name) ? name : $"[[{name}]]";

    private static string Binary(QueryExpression.Arithmetic arithmetic)
    {
        var rank = RankOf(arithmetic);
        return $"{Within(arithmetic.Left, rank)} {Symbol(arithmetic.Operator)} {Within(arithmetic.Right, rank + 1)}";
    }

    private static string Within(QueryExpression operand, int lowestRank) =>
        RankOf(operand) < lowestRank ? $"({operand})" : operand.ToString();

    private static int RankOf(QueryExpression expression) => expression switch
    {
        QueryExpression.Or => OrRank,
        QueryExpression.And => AndRank,
        QueryExpression.Not => NotRank,
        QueryExpression.Compare or QueryExpression.In => CompareRank,
        QueryExpression.Arithmetic { Operator: ArithmeticOperator.Add or ArithmeticOperator.Subtract } => AddRank,
        QueryExpression.Arithmetic => MultiplyRank,
        QueryExpression.Negate => NegateRank,
        QueryExpression.Constant { Value: { IsNumber: true, Number: < 0 } } => NegateRank,
        _ => PrimaryRank,
    };

    private static string Symbol(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };

    private static string Symbol(ArithmeticOperator arithmetic) => arithmetic switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        ArithmeticOperator.Divide => "/",
        _ => "%",
    };
}
