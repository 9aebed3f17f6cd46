using System.Globalization;
using DeviceManagementPatterns.LocalHub.Query.Ast;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>Whole queries and whole conditions.</summary>
internal static class StatementParsers
{
    private static readonly TokenListParser<QueryToken, int> Top =
        Token.EqualTo(QueryToken.Top).IgnoreThen(Token.EqualTo(QueryToken.Number)).Select(TopOf);

    private static readonly TokenListParser<QueryToken, ColumnAlias> Alias =
        Token.EqualTo(QueryToken.As).IgnoreThen(PathParsers.Name).Select(name =>
            new ColumnAlias(PathParsers.TextOf(name), name.Kind == QueryToken.QuotedName, QueryText.PositionOf(name)));

    private static readonly TokenListParser<QueryToken, SelectItem> Aggregate =
        from name in Token.Sequence(QueryToken.Name, QueryToken.LeftParenthesis).Try()
        let function = AggregateOf(name[0])
        from path in function == AggregateFunction.Count
            ? Parse.Return<QueryToken, QueryPath?>(null)
            : PathParsers.Path.Select(path => (QueryPath?)path).Named("path")
        from end in Token.EqualTo(QueryToken.RightParenthesis)
        from alias in Alias.AsNullable().OptionalOrDefault()
        select (SelectItem)new SelectItem.Aggregate(function, path, alias, QueryText.PositionOf(name[0]));

    private static readonly TokenListParser<QueryToken, SelectItem> Column =
        from path in PathParsers.Path
        from alias in Alias.AsNullable().OptionalOrDefault()
        select (SelectItem)new SelectItem.Column(path, alias);

    private static readonly TokenListParser<QueryToken, SelectItem[]> Items =
        Token.EqualTo(QueryToken.Star).Value(Array.Empty<SelectItem>())
            .Or(Aggregate.Or(Column).Named("path or aggregate").AtLeastOnceDelimitedBy(Token.EqualTo(QueryToken.Comma)));

    private static readonly TokenListParser<QueryToken, QuerySource> Source =
        Token.EqualTo(QueryToken.From).IgnoreThen(PathParsers.Path.Named("devices, devices.modules or devices.jobs")).Select(SourceOf);

    private static readonly TokenListParser<QueryToken, QueryExpression> Where =
        Token.EqualTo(QueryToken.Where).IgnoreThen(ExpressionParsers.Expression);

    private static readonly TokenListParser<QueryToken, QueryPath[]> GroupBy =
        Token.Sequence(QueryToken.Group, QueryToken.By)
            .IgnoreThen(PathParsers.Path.Named("path").AtLeastOnceDelimitedBy(Token.EqualTo(QueryToken.Comma)));

    public static TokenListParser<QueryToken, QueryStatement> Query { get; } =
        from start in Token.EqualTo(QueryToken.Select)
        from top in Top.Select(count => (int?)count).OptionalOrDefault()
        from items in Items
        from source in Source
        from condition in Where.AsNullable().OptionalOrDefault()
        from groups in GroupBy.OptionalOrDefault([])
        select new QueryStatement(top, items, source, condition, groups);

    public static TokenListParser<QueryToken, ConditionStatement> Condition { get; } = Parse.OneOf(
        Token.EqualTo(QueryToken.Star).Value(new ConditionStatement(QuerySource.Devices, null, null)),
        from place in Token.EqualTo(QueryToken.From).Select(QueryText.PositionOf)
        from source in PathParsers.Path.Named("devices.modules").Select(SourceOf)
        from condition in Where.AsNullable().OptionalOrDefault()
        select new ConditionStatement(source, condition, place),
        ExpressionParsers.Expression.Select(expression => new ConditionStatement(QuerySource.Devices, expression, null)));

    private static int TopOf(Token<QueryToken> number) =>
        int.TryParse(number.ToStringValue(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new QueryException(
                QueryText.PositionOf(number), $"TOP takes a whole number from 1 to {int.MaxValue}, not {number.ToStringValue()}.");

    private static AggregateFunction AggregateOf(Token<QueryToken> name) =>
        Enum.GetValues<AggregateFunction>().Cast<AggregateFunction?>().FirstOrDefault(function =>
            string.Equals(CanonicalText.NameOf(function!.Value), name.ToStringValue(), StringComparison.OrdinalIgnoreCase))
        ?? throw new QueryException(
            QueryText.PositionOf(name), $"{name.ToStringValue()} cannot be selected; there are COUNT, AVG, SUM, MIN and MAX.");

    private static QuerySource SourceOf(QueryPath path) =>
        Enum.GetValues<QuerySource>().Cast<QuerySource?>().FirstOrDefault(source =>
            string.Equals(CanonicalText.NameOf(source!.Value), string.Join('.', path.Segments), StringComparison.OrdinalIgnoreCase))
        ?? throw new QueryException(
            path.Position, $"there is nothing called {path}; a query reads devices, devices.modules or devices.jobs.");
}
