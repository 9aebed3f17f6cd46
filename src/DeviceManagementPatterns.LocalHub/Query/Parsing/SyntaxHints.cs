using Superpower.Model;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>What to write instead of that which other query languages allow.</summary>
internal static class SyntaxHints
{
    private static readonly HashSet<string> ForeignWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "ORDER", "JOIN", "OFFSET", "LIMIT", "DISTINCT", "LIKE", "BETWEEN", "HAVING", "EXISTS", "CASE",
    };

    /// <param name="read">The words that could be read.</param>
    /// <param name="rest">The words from the wrong one on.</param>
    public static string For(IReadOnlyList<Token<QueryToken>> read, IReadOnlyList<Token<QueryToken>> rest)
    {
        var last = KindAt(read, read.Count - 1);
        return KindAt(rest, 0) switch
        {
            QueryToken.LeftParenthesis when last is QueryToken.In or QueryToken.Nin => " A list stands in brackets: IN ['a', 'b'].",
            QueryToken.Not when KindAt(rest, 1) is QueryToken.In => " Write NIN.",
            QueryToken.Equal when last is QueryToken.Equal => " A single = compares.",
            QueryToken.Star when last is QueryToken.LeftParenthesis => " Rows are counted by COUNT().",
            QueryToken.Name when IsWord(rest[0], "IS") => " Write = null, or call IS_DEFINED.",
            QueryToken.Name when ForeignWords.Contains(rest[0].ToStringValue()) => NotKnown(rest[0]),
            QueryToken.Name when last is QueryToken.Name && ForeignWords.Contains(read[^1].ToStringValue()) => NotKnown(read[^1]),
            { } keyword when Keywords.IsKeyword(keyword) && last is QueryToken.Dot or QueryToken.As =>
                $" A keyword that is a name is written [[{rest[0].ToStringValue()}]].",
            _ => "",
        };
    }

    private static QueryToken? KindAt(IReadOnlyList<Token<QueryToken>> tokens, int index) =>
        index >= 0 && index < tokens.Count ? tokens[index].Kind : null;

    private static bool IsWord(Token<QueryToken> token, string word) =>
        string.Equals(token.ToStringValue(), word, StringComparison.OrdinalIgnoreCase);

    private static string NotKnown(Token<QueryToken> word) => $" The language has no {word.ToStringValue().ToUpperInvariant()}.";
}
