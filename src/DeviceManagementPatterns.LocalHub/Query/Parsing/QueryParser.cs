using DeviceManagementPatterns.LocalHub.Query.Ast;
using Superpower;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>Text to tree. Knows where everything stands; what the names mean is not its business.</summary>
internal static class QueryParser
{
    private static readonly QueryTokenizer Tokenizer = new();
    private static readonly TokenListParser<QueryToken, QueryStatement> WholeQuery = StatementParsers.Query.AtEnd();
    private static readonly TokenListParser<QueryToken, ConditionStatement> WholeCondition = StatementParsers.Condition.AtEnd();

    /// <exception cref="QueryException">The text is no query.</exception>
    public static QueryStatement ParseQuery(string text) => Parse(WholeQuery, text, "a query begins with SELECT.");

    /// <exception cref="QueryException">The text is no condition.</exception>
    public static ConditionStatement ParseCondition(string text) => Parse(WholeCondition, text, "write * for all devices.");

    private static T Parse<T>(TokenListParser<QueryToken, T> parser, string text, string whatToWrite)
    {
        QueryText.Check(text, whatToWrite);
        var tokens = Tokenizer.Tokenize(text);
        NestingGuard.Check(tokens);
        var result = parser.TryParse(tokens);
        return result.HasValue ? result.Value : throw SyntaxErrors.Of(result, tokens, text);
    }
}
