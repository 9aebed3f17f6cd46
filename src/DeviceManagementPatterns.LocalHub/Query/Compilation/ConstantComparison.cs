using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>Comparisons with a constant, which most are: its type is known before the first row.</summary>
internal static class ConstantComparison
{
    public static RowCondition<TRow> Make<TRow>(RowValue<TRow> read, ComparisonOperator comparison, QueryValue constant) => constant.Kind switch
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
        if (comparison is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
        {
            var wanted = comparison == ComparisonOperator.Equal;
            return (in row) =>
            {
                var value = read(in row);
                return value.Text is { } own
                    ? TruthTable.Of(string.Equals(own, text, StringComparison.Ordinal) == wanted)
                    : ValueComparison.Mismatch(value, comparison, constant);
            };
        }

        return (in row) =>
        {
            var value = read(in row);
            return value.Text is { } own
                ? TruthTable.Of(ValueComparison.Holds(comparison, string.CompareOrdinal(own, text)))
                : ValueComparison.Mismatch(value, comparison, constant);
        };
    }

    private static RowCondition<TRow> WithNumber<TRow>(RowValue<TRow> read, ComparisonOperator comparison, QueryValue constant)
    {
        var number = constant.Number;
        return (in row) =>
        {
            var value = read(in row);
            return value.IsNumber
                ? TruthTable.Of(ValueComparison.Holds(comparison, value.Number.CompareTo(number)))
                : ValueComparison.Mismatch(value, comparison, constant);
        };
    }
}
