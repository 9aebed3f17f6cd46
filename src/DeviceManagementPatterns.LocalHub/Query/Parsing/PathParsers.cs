using DeviceManagementPatterns.LocalHub.Query.Ast;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>Names and paths.</summary>
internal static class PathParsers
{
    private const int BracketsLength = 2;

    public static TokenListParser<QueryToken, Token<QueryToken>> Name { get; } =
        Token.EqualTo(QueryToken.Name).Or(Token.EqualTo(QueryToken.QuotedName));

    public static TokenListParser<QueryToken, QueryPath> Path { get; } =
        Name.AtLeastOnceDelimitedBy(Token.EqualTo(QueryToken.Dot))
            .Select(names => new QueryPath([.. names.Select(TextOf)], QueryText.PositionOf(names[0])));

    public static string TextOf(Token<QueryToken> name) => name.Kind == QueryToken.QuotedName
        ? name.Span.Skip(BracketsLength).First(name.Span.Length - (2 * BracketsLength)).ToStringValue()
        : name.ToStringValue();
}
