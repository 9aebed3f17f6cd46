using System.Globalization;
using Superpower.Model;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>Numbers as they stand in a query: <c>12</c>, <c>1.5</c>, <c>2e3</c> or <c>0x1F</c>. All are doubles, as in JSON.</summary>
internal static class NumberLiteral
{
    /// <exception cref="QueryException">The number is too large for a double.</exception>
    public static QueryValue Decode(TextSpan literal)
    {
        var text = literal.AsReadOnlySpan();
        if (IsHexadecimal(text))
        {
            return ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
                ? QueryValue.Of((double)bits)
                : throw TooLarge(literal);
        }

        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? QueryValue.Of(number) : throw TooLarge(literal);
    }

    /// <summary>The length of the number at the start of a text that begins with a digit.</summary>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        if (IsHexadecimal(text))
        {
            return 2 + Count(text[2..], char.IsAsciiHexDigit);
        }

        var length = Count(text, char.IsAsciiDigit);
        if (Digits(text, length, ".") is var fraction and > 0)
        {
            length += fraction;
        }

        return length + Math.Max(Math.Max(Digits(text, length, "e"), Digits(text, length, "e+")), Digits(text, length, "e-"));
    }

    private static bool IsHexadecimal(ReadOnlySpan<char> text) =>
        text.Length > 2 && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && char.IsAsciiHexDigit(text[2]);

    private static int Digits(ReadOnlySpan<char> text, int start, string prefix)
    {
        var rest = text[start..];
        if (!rest.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        var digits = Count(rest[prefix.Length..], char.IsAsciiDigit);
        return digits == 0 ? 0 : prefix.Length + digits;
    }

    private static int Count(ReadOnlySpan<char> text, Func<char, bool> isPart)
    {
        var length = 0;
        while (length < text.Length && isPart(text[length]))
        {
            length++;
        }

        return length;
    }

    private static QueryException TooLarge(TextSpan literal) =>
        new(QueryText.PositionOf(literal), "the number is too large; the largest is about 1.8e308, in hexadecimal 16 digits.");
}
