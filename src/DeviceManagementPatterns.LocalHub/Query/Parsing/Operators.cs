using DeviceManagementPatterns.LocalHub.Query.Ast;
using Superpower;
using Superpower.Parsers;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>The signs between two operands.</summary>
internal static class Operators
{
    public static TokenListParser<QueryToken, (ArithmeticOperator Kind, QueryPosition Position)> Multiplicative { get; } = Parse.OneOf(
        Arithmetic(QueryToken.Star, ArithmeticOperator.Multiply),
        Arithmetic(QueryToken.Slash, ArithmeticOperator.Divide),
        Arithmetic(QueryToken.Percent, ArithmeticOperator.Remainder));

    public static TokenListParser<QueryToken, (ArithmeticOperator Kind, QueryPosition Position)> Additive { get; } = Parse.OneOf(
        Arithmetic(QueryToken.Plus, ArithmeticOperator.Add),
        Arithmetic(QueryToken.Minus, ArithmeticOperator.Subtract));

    public static TokenListParser<QueryToken, ComparisonOperator> Comparison { get; } = Parse.OneOf(
        Token.EqualTo(QueryToken.Equal).Value(ComparisonOperator.Equal),
        Token.EqualTo(QueryToken.NotEqual).Value(ComparisonOperator.NotEqual),
        Token.EqualTo(QueryToken.Less).Value(ComparisonOperator.Less),
        Token.EqualTo(QueryToken.LessOrEqual).Value(ComparisonOperator.LessOrEqual),
        Token.EqualTo(QueryToken.Greater).Value(ComparisonOperator.Greater),
        Token.EqualTo(QueryToken.GreaterOrEqual).Value(ComparisonOperator.GreaterOrEqual));

    private static TokenListParser<QueryToken, (ArithmeticOperator Kind, QueryPosition Position)> Arithmetic(
        QueryToken sign, ArithmeticOperator kind) =>
        Token.EqualTo(sign).Select(token => (kind, QueryText.PositionOf(token)));
}
