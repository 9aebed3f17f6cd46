using Superpower.Model;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>Refuses parentheses so deep that reading them could exhaust the stack. Asked before the parser runs.</summary>
internal static class NestingGuard
{
    public static void Check(IEnumerable<Token<QueryToken>> tokens)
    {
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += token.Kind switch
            {
                QueryToken.LeftParenthesis => 1,
                QueryToken.RightParenthesis => -1,
                _ => 0,
            };
            if (depth > QueryLimits.Nesting)
            {
                throw new QueryException(QueryText.PositionOf(token), $"parentheses nest deeper than {QueryLimits.Nesting} levels.");
            }
        }
    }
}
