using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

/// <summary>
/// Walks the tree for every row and follows docs/decisions/0010-query-semantics.md word by word: slow, plain, and written without
/// the product. True, false, or null for undefined.
/// </summary>
internal static class NaiveEvaluator
{
    public static object Value(NaiveExpression expression, JsonElement row) => expression switch
    {
        NaiveExpression.Literal literal => literal.Value,
        NaiveExpression.Member member => NaiveValues.Read(row, member.Names),
        NaiveExpression.Minus minus => Value(minus.Operand, row) is double number ? -number : NaiveValues.Missing,
        NaiveExpression.Arithmetic arithmetic => Compute(Value(arithmetic.Left, row), arithmetic.Sign, Value(arithmetic.Right, row)),
        _ => Truth(expression, row) is { } truth ? truth : NaiveValues.Missing,
    };

    public static bool? Truth(NaiveExpression expression, JsonElement row)
    {
        switch (expression)
        {
            case NaiveExpression.Not not:
                return !Truth(not.Operand, row);
            case NaiveExpression.Both both:
                return Truth(both.Left, row) & Truth(both.Right, row);
            case NaiveExpression.Either either:
                return Truth(either.Left, row) | Truth(either.Right, row);
            case NaiveExpression.Compare compare:
                return Compared(Value(compare.Left, row), compare.Sign, Value(compare.Right, row));
            case NaiveExpression.Among among:
                var operand = Value(among.Operand, row);
                return NaiveValues.IsPrimitive(operand)
                    ? among.Items.Any(item => NaiveValues.AreEqual(operand, item.Value)) != among.IsNegated
                    : null;
            case NaiveExpression.Call call:
                return Called(call.Name, [.. call.Arguments.Select(argument => Value(argument, row))]);
            default:
                return Value(expression, row) as bool?;
        }
    }

    private static bool? Compared(object left, string sign, object right)
    {
        if (!NaiveValues.IsPrimitive(left) || !NaiveValues.IsPrimitive(right))
        {
            return null;
        }

        var order = NaiveValues.Order(left, right);
        return sign switch
        {
            "=" => NaiveValues.AreEqual(left, right),
            "!=" or "<>" => !NaiveValues.AreEqual(left, right),
            "<" => order < 0 ? true : order is null ? null : false,
            "<=" => order <= 0 ? true : order is null ? null : false,
            ">" => order > 0 ? true : order is null ? null : false,
            _ => order >= 0 ? true : order is null ? null : false,
        };
    }

    private static object Compute(object left, char sign, object right)
    {
        if (left is not double a || right is not double b)
        {
            return NaiveValues.Missing;
        }

        var result = sign switch
        {
            '+' => a + b,
            '-' => a - b,
            '*' => a * b,
            '/' => a / b,
            _ => a % b,
        };
        return double.IsNaN(result) || double.IsInfinity(result) ? NaiveValues.Missing : result;
    }

    private static bool? Called(string name, object[] values)
    {
        var isString = values[0] is string;
        var isStringPair = values.Length == 2 && isString && values[1] is string;
        return name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "ISDEFINED" => !ReferenceEquals(values[0], NaiveValues.Missing),
            "ISSTRING" => isString,
            "ISNUMBER" => values[0] is double,
            "ISBOOL" => values[0] is bool,
            "ISNULL" => ReferenceEquals(values[0], NaiveValues.Null),
            "ISOBJECT" => values[0] is JsonElement { ValueKind: JsonValueKind.Object },
            "ISARRAY" => values[0] is JsonElement { ValueKind: JsonValueKind.Array },
            "ISPRIMITIVE" => NaiveValues.IsPrimitive(values[0]),
            "STARTSWITH" => isStringPair ? Begins(Text(values[0]), Text(values[1])) : null,
            "ENDSWITH" => isStringPair ? Begins(Reversed(values[0]), Reversed(values[1])) : null,
            "CONTAINS" => isStringPair ? Text(values[0]).Contains(Text(values[1]), StringComparison.Ordinal) : null,
            _ => throw new InvalidOperationException(name),
        };
    }

    private static bool Begins(string text, string start) =>
        text.Length >= start.Length && text.Zip(start).All(pair => pair.First == pair.Second);

    private static string Text(object value) => (string)value;

    private static string Reversed(object value) => new([.. Text(value).Reverse()]);
}
