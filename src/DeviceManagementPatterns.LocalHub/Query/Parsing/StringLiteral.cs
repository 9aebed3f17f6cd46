using System.Globalization;
using System.Text;
using Superpower.Model;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>Strings as they stand in a query: <c>'...'</c> or <c>"..."</c> with the escapes <c>\' \" \\ \uXXXX</c>.</summary>
internal static class StringLiteral
{
    private const int CodeLength = 4;

    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('\'');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\'' or '\\' => quoted.Append('\\').Append(letter),
                _ when char.IsControl(letter) || char.IsSurrogate(letter) =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('\'').ToString();
    }

    /// <param name="literal">From quote to quote.</param>
    /// <exception cref="QueryException">An escape is none of the four.</exception>
    public static string Decode(TextSpan literal)
    {
        var content = literal.Skip(1).First(literal.Length - 2);
        var text = new StringBuilder(content.Length);
        while (!content.IsAtEnd)
        {
            var length = Unit(content, out var letter);
            text.Append(letter);
            content = content.Skip(length);
        }

        return text.ToString();
    }

    private static int Unit(TextSpan content, out char letter)
    {
        var text = content.AsReadOnlySpan();
        letter = text[0];
        if (letter != '\\')
        {
            return 1;
        }

        letter = text[1];
        if (letter is '\'' or '"' or '\\')
        {
            return 2;
        }

        if (letter == 'u' && text.Length >= 2 + CodeLength
            && ushort.TryParse(text.Slice(2, CodeLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            letter = (char)code;
            return 2 + CodeLength;
        }

        throw new QueryException(
            QueryText.PositionOf(content),
            $"`\\{letter}` is no escape; a string may hold \\', \\\", \\\\ and \\u with four hexadecimal digits.");
    }
}
