using DeviceManagementPatterns.LocalHub.Query.Ast;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>What may stand after WHERE, from the tightest binding to the loosest.</summary>
internal static class ExpressionParsers
{
    private static readonly TokenListParser<QueryToken, QueryValue> Literal = Parse.OneOf(
        Token.EqualTo(QueryToken.String).Select(token => QueryValue.Of(StringLiteral.Decode(token.Span))),
        Token.EqualTo(QueryToken.Number).Select(token => NumberLiteral.Decode(token.Span)),
        Token.EqualTo(QueryToken.True).Value(QueryValue.Of(true)),
        Token.EqualTo(QueryToken.False).Value(QueryValue.Of(false)),
        Token.EqualTo(QueryToken.Null).Value(QueryValue.Null),
        Token.EqualTo(QueryToken.Undefined).Value(QueryValue.Undefined));

    private static readonly TokenListParser<QueryToken, QueryValue> NegativeNumber =
        Token.EqualTo(QueryToken.Minus)
            .IgnoreThen(Token.EqualTo(QueryToken.Number))
            .Select(token => QueryValue.Of(-NumberLiteral.Decode(token.Span).Number));

    private static readonly TokenListParser<QueryToken, QueryValue[]> List =
        Literal.Or(NegativeNumber).Named("constant")
            .AtLeastOnceDelimitedBy(Token.EqualTo(QueryToken.Comma))
            .Between(Token.EqualTo(QueryToken.LeftBracket), Token.EqualTo(QueryToken.RightBracket));

    private static readonly TokenListParser<QueryToken, QueryExpression> Call =
        from name in Token.Sequence(QueryToken.Name, QueryToken.LeftParenthesis).Try()
        from arguments in Parse.Ref(() => Expression!).ManyDelimitedBy(Token.EqualTo(QueryToken.Comma))
        from end in Token.EqualTo(QueryToken.RightParenthesis)
        select (QueryExpression)CallOf(name[0], arguments);

    private static readonly TokenListParser<QueryToken, QueryExpression> Primary = Parse.OneOf(
        Literal.Select(value => (QueryExpression)new QueryExpression.Constant(value)),
        Call,
        PathParsers.Path.Select(path => (QueryExpression)new QueryExpression.Path(path)),
        Parse.Ref(() => Expression!).Between(Token.EqualTo(QueryToken.LeftParenthesis), Token.EqualTo(QueryToken.RightParenthesis)),
        List.Select(items => (QueryExpression)new QueryExpression.Array(items)));

    private static readonly TokenListParser<QueryToken, QueryExpression> Unary =
        Token.EqualTo(QueryToken.Minus).IgnoreThen(Primary).Select(operand => (QueryExpression)new QueryExpression.Negate(operand))
            .Or(Primary)
            .Named("expression");

    private static readonly TokenListParser<QueryToken, QueryExpression> Product = Parse.Chain(
        Operators.Multiplicative, Unary, ArithmeticOf);

    private static readonly TokenListParser<QueryToken, QueryExpression> Sum = Parse.Chain(
        Operators.Additive, Product, ArithmeticOf);

    private static readonly TokenListParser<QueryToken, Func<QueryExpression, QueryExpression>?> Comparison =
        from comparison in Operators.Comparison
        from right in Sum
        select (Func<QueryExpression, QueryExpression>?)(left => new QueryExpression.Compare(left, comparison, right));

    private static readonly TokenListParser<QueryToken, Func<QueryExpression, QueryExpression>?> Membership =
        from isNegated in Token.EqualTo(QueryToken.In).Value(false).Or(Token.EqualTo(QueryToken.Nin).Value(true))
        from items in List
        select (Func<QueryExpression, QueryExpression>?)(left => new QueryExpression.In(left, items, isNegated));

    private static readonly TokenListParser<QueryToken, QueryExpression> Compared =
        from left in Sum
        from rest in Comparison.Or(Membership).OptionalOrDefault()
        select rest is null ? left : rest(left);

    private static readonly TokenListParser<QueryToken, QueryExpression> Negated =
        Token.EqualTo(QueryToken.Not).IgnoreThen(Compared).Select(operand => (QueryExpression)new QueryExpression.Not(operand))
            .Or(Compared)
            .Named("expression");

    private static readonly TokenListParser<QueryToken, QueryExpression> Conjunction =
        Negated.AtLeastOnceDelimitedBy(Token.EqualTo(QueryToken.And))
            .Select(operands => operands.Length == 1 ? operands[0] : new QueryExpression.And(operands));

    public static TokenListParser<QueryToken, QueryExpression> Expression { get; } =
        Conjunction.AtLeastOnceDelimitedBy(Token.EqualTo(QueryToken.Or))
            .Select(operands => operands.Length == 1 ? operands[0] : new QueryExpression.Or(operands));

    private static QueryExpression ArithmeticOf(
        (ArithmeticOperator Kind, QueryPosition Position) sign, QueryExpression left, QueryExpression right)
    {
        var chain = new QueryExpression.Arithmetic(left, sign.Kind, right);
        return chain.Depth <= QueryLimits.ExpressionDepth
            ? chain
            : throw new QueryException(sign.Position, $"the expression has more than {QueryLimits.ExpressionDepth} levels.");
    }

    private static QueryExpression.Call CallOf(Token<QueryToken> name, QueryExpression[] arguments)
    {
        var position = QueryText.PositionOf(name);
        var spelling = FunctionCatalog.Find(name.ToStringValue()) ?? throw new QueryException(
            position, $"there is no function {name.ToStringValue()}; there are {string.Join(", ", FunctionCatalog.Names)}.");
        if (arguments.Length != spelling.Arity)
        {
            throw new QueryException(position, $"{spelling.Name} takes {spelling.Arity} argument(s), not {arguments.Length}.");
        }

        if (spelling.Function == QueryFunction.IsDefined && arguments[0] is not QueryExpression.Path)
        {
            throw new QueryException(position, $"{spelling.Name} takes a path such as tags.site.");
        }

        return new QueryExpression.Call(spelling.Function, spelling.Name, arguments, position);
    }
}
