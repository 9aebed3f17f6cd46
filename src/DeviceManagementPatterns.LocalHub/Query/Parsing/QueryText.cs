using Superpower.Model;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>What holds for the text as a whole, and places in it.</summary>
internal static class QueryText
{
    /// <exception cref="QueryException">The text is empty, too long or not Unicode.</exception>
    public static void Check(string text, string whatToWrite)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new QueryException(QueryPosition.Start, $"the text is empty; {whatToWrite}", HubErrorCode.ArgumentNull);
        }

        if (text.Length > QueryLimits.TextLength)
        {
            throw new QueryException(
                PositionAt(text, QueryLimits.TextLength),
                $"the text has {text.Length} characters; at most {QueryLimits.TextLength} are allowed.");
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                index++;
            }
            else if (char.IsSurrogate(text[index]))
            {
                throw new QueryException(PositionAt(text, index), "half of a surrogate pair is no character.");
            }
        }
    }

    public static QueryPosition PositionOf(TextSpan span) => Of(span.Position);

    public static QueryPosition PositionOf(Token<QueryToken> token) => Of(token.Position);

    /// <summary>Where the text ends, blanks behind it not counted.</summary>
    public static QueryPosition EndOf(string text) => PositionAt(text, text.TrimEnd().Length);

    private static QueryPosition PositionAt(string text, int index)
    {
        var position = Position.Zero;
        foreach (var letter in text.AsSpan(0, index))
        {
            position = position.Advance(letter);
        }

        return Of(position);
    }

    private static QueryPosition Of(Position position) => new(position.Line, position.Column);
}
