using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>
/// Compares values. Undefined, objects and arrays compare with nothing. Values of two types are unequal and have no order.
/// Strings compare letter by letter as they are stored; false comes before true; null equals null.
/// </summary>
internal static class ValueComparison
{
    public static Truth Compare(in QueryValue left, ComparisonOperator comparison, in QueryValue right)
    {
        if (left.Kind != right.Kind || !IsPrimitive(left))
        {
            return Mismatch(left, comparison, right);
        }

        return TruthTable.Of(Holds(comparison, Order(left, right)));
    }

    /// <summary>The answer where both values are not primitives of one type.</summary>
    public static Truth Mismatch(in QueryValue left, ComparisonOperator comparison, in QueryValue right) => comparison switch
    {
        _ when !IsPrimitive(left) || !IsPrimitive(right) => Truth.Undefined,
        ComparisonOperator.Equal => Truth.False,
        ComparisonOperator.NotEqual => Truth.True,
        _ => Truth.Undefined,
    };

    public static bool IsPrimitive(in QueryValue value) => !value.IsUndefined && !value.IsNode;

    public static bool Holds(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };

    /// <summary>The order among all primitives, as MIN and MAX need it: null, booleans, numbers, strings.</summary>
    public static int Order(in QueryValue left, in QueryValue right)
    {
        if (left.Kind != right.Kind)
        {
            return left.Kind.CompareTo(right.Kind);
        }

        return left.Kind == QueryValueKind.String
            ? string.CompareOrdinal(left.Text, right.Text)
            : left.Number.CompareTo(right.Number);
    }
}
