using Superpower.Model;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>Says what stands in the wrong place, what may stand there and, for known slips, what to write instead.</summary>
internal static class SyntaxErrors
{
    public static QueryException Of<T>(TokenListParserResult<QueryToken, T> result, TokenList<QueryToken> tokens, string text)
    {
        var rest = result.Remainder.ToList();
        var read = tokens.SkipLast(rest.Count).ToList();
        var message = result.FormatErrorMessageFragment().Replace("end of input", "end of the text", StringComparison.Ordinal);
        if (result.Expectations is not { Length: > 0 })
        {
            message += $", expected {Continuation(read)} or the end";
        }

        var position = rest.Count == 0 ? QueryText.EndOf(text) : QueryText.PositionOf(rest[0]);
        return new QueryException(position, $"{message}.{SyntaxHints.For(read, rest)}");
    }

    private static string Continuation(List<Token<QueryToken>> read)
    {
        var groups = read.Any(token => token.Kind == QueryToken.Select) ? ", `GROUP BY`" : "";
        return read.LastOrDefault(token => token.Kind is QueryToken.From or QueryToken.Where or QueryToken.Group).Kind switch
        {
            QueryToken.From => $"`WHERE`{groups}",
            QueryToken.Group => "`,`",
            _ => $"an operator{groups}",
        };
    }
}
