using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>Comparisons with a constant, which most are: its type is known before the first row.</summary>
internal static class ConstantComparison
{
    public static RowCondition<TRow> Make<TRow>(RowValue<TRow> read, ComparisonOperator comparison, QueryValue constant) =>
        constant.Kind switch
        {
            QueryValueKind.String => WithText(read, comparison, constant),
            QueryValueKind.Number => WithNumber(read, comparison, constant),
            _ => (in row) => ValueComparison.Compare(read(in row), comparison, constant),
        };

    /// <summary>The comparison that says the same with its sides exchanged.</summary>
    public static ComparisonOperator Mirror(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };

    private static RowCondition<TRow> WithText<TRow>(RowValue<TRow> read, ComparisonOperator comparison, QueryValue constant)
    {
        var text = constant.Text!;
        var (below, same, above) = Outcomes(comparison);
        if (below == above)
        {
            return (in row) =>
            {
                var value = read(in row);
                return value.Text is not { } own ? ValueComparison.Mismatch(value, comparison, constant)
                    : string.Equals(own, text, StringComparison.Ordinal) ? same
                    : below;
            };
        }

        return (in row) =>
        {
            var value = read(in row);
            if (value.Text is not { } own)
            {
                return ValueComparison.Mismatch(value, comparison, constant);
            }

            var order = string.CompareOrdinal(own, text);
            return order < 0 ? below : order > 0 ? above : same;
        };
    }

    private static RowCondition<TRow> WithNumber<TRow>(RowValue<TRow> read, ComparisonOperator comparison, QueryValue constant)
    {
        var number = constant.Number;
        var (below, same, above) = Outcomes(comparison);
        return (in row) =>
        {
            var value = read(in row);
            return !value.IsNumber ? ValueComparison.Mismatch(value, comparison, constant)
                : value.Number < number ? below
                : value.Number > number ? above
                : same;
        };
    }

    private static (Truth Below, Truth Same, Truth Above) Outcomes(ComparisonOperator comparison) => (
        TruthTable.Of(ValueComparison.Holds(comparison, -1)),
        TruthTable.Of(ValueComparison.Holds(comparison, 0)),
        TruthTable.Of(ValueComparison.Holds(comparison, 1)));
}
