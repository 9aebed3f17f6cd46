using Superpower;
using Superpower.Model;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>Cuts a query into words and signs.</summary>
internal sealed class QueryTokenizer : Tokenizer<QueryToken>
{
    private static readonly Dictionary<string, QueryToken> Signs = new(StringComparer.Ordinal)
    {
        [","] = QueryToken.Comma,
        ["."] = QueryToken.Dot,
        ["("] = QueryToken.LeftParenthesis,
        [")"] = QueryToken.RightParenthesis,
        ["["] = QueryToken.LeftBracket,
        ["]"] = QueryToken.RightBracket,
        ["*"] = QueryToken.Star,
        ["+"] = QueryToken.Plus,
        ["-"] = QueryToken.Minus,
        ["/"] = QueryToken.Slash,
        ["%"] = QueryToken.Percent,
        ["="] = QueryToken.Equal,
        ["!="] = QueryToken.NotEqual,
        ["<>"] = QueryToken.NotEqual,
        ["<"] = QueryToken.Less,
        ["<="] = QueryToken.LessOrEqual,
        [">"] = QueryToken.Greater,
        [">="] = QueryToken.GreaterOrEqual,
    };

    protected override IEnumerable<Result<QueryToken>> Tokenize(TextSpan span)
    {
        var next = SkipWhiteSpace(span).Location;
        while (!next.IsAtEnd)
        {
            var (kind, length) = Read(next);
            var rest = next.Skip(length);
            yield return Result.Value(kind, next, rest);
            next = SkipWhiteSpace(rest).Location;
        }
    }

    private static (QueryToken Kind, int Length) Read(TextSpan rest)
    {
        var text = rest.AsReadOnlySpan();
        return text[0] switch
        {
            '\'' or '"' => (QueryToken.String, StringLength(rest)),
            '[' when text.StartsWith("[[") => (QueryToken.QuotedName, QuotedNameLength(rest)),
            var letter when Keywords.IsNameStart(letter) => Word(text),
            var digit when char.IsAsciiDigit(digit) => (QueryToken.Number, NumberLength(rest)),
            _ => Sign(rest),
        };
    }

    private static (QueryToken Kind, int Length) Word(ReadOnlySpan<char> text)
    {
        var length = WordLength(text);
        return (Keywords.Classify(text[..length].ToString()), length);
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && Keywords.IsNamePart(text[length]))
        {
            length++;
        }

        return length;
    }

    private static int StringLength(TextSpan rest)
    {
        var text = rest.AsReadOnlySpan();
        for (var index = 1; index < text.Length; index++)
        {
            if (text[index] == '\\')
            {
                index++;
            }
            else if (text[index] == text[0])
            {
                return index + 1;
            }
        }

        throw new QueryException(QueryText.PositionOf(rest), $"the string does not end; it needs a closing {text[0]}");
    }

    private static int QuotedNameLength(TextSpan rest)
    {
        var text = rest.AsReadOnlySpan();
        var end = text.IndexOf("]]");
        if (end < 0)
        {
            throw new QueryException(QueryText.PositionOf(rest), "the name does not end; it needs closing ]]");
        }

        while (end + 2 < text.Length && text[end + 2] == ']')
        {
            end++;
        }

        return end > 2 ? end + 2 : throw new QueryException(QueryText.PositionOf(rest), "the name between [[ and ]] is empty.");
    }

    private static int NumberLength(TextSpan rest)
    {
        var text = rest.AsReadOnlySpan();
        var length = NumberLiteral.LengthAt(text);
        if (length == text.Length || !Keywords.IsNamePart(text[length]))
        {
            return length;
        }

        var word = text[..(length + WordLength(text[length..]))];
        throw new QueryException(
            QueryText.PositionOf(rest), $"`{word}` is neither number nor name; a name that begins with a digit is written [[{word}]].");
    }

    private static (QueryToken Kind, int Length) Sign(TextSpan rest)
    {
        var text = rest.AsReadOnlySpan();
        for (var length = Math.Min(2, text.Length); length > 0; length--)
        {
            if (Signs.TryGetValue(text[..length].ToString(), out var sign))
            {
                return (sign, length);
            }
        }

        throw new QueryException(QueryText.PositionOf(rest), $"{Shown(text)} has no meaning here.{Hint(text)}");
    }

    private static string Shown(ReadOnlySpan<char> text)
    {
        var length = char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1;
        return char.IsControl(text[0]) ? $"the character U+{(int)text[0]:X4}" : $"`{text[..length]}`";
    }

    private static string Hint(ReadOnlySpan<char> text) => text[0] switch
    {
        '&' => " Write AND.",
        '|' => " Write OR.",
        '!' => " Write NOT, or != to compare.",
        ';' => " A query ends without a sign.",
        _ => "",
    };
}
