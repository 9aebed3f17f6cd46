namespace DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

/// <summary>Writes trees as queries, never twice alike: case of words, blanks, needless parentheses, spellings of names.</summary>
internal sealed class NaiveSql(int seed)
{
    private static readonly string[] Blanks = [" ", "  ", "\n", " \t "];

    private readonly Random _random = new(seed);

    public string Of(NaiveExpression expression) => Within(expression, 1);

    public string Word(string word) => _random.Next(3) switch
    {
        0 => word.ToLowerInvariant(),
        1 => word.ToUpperInvariant(),
        _ => word,
    };

    public string Blank() => Blanks[_random.Next(Blanks.Length)];

    public string Path(IReadOnlyList<string> names)
    {
        var spelled = names.Select((name, index) => index == 0 && name != "unknown" ? Word(name) : name)
            .Select(name => name.Any(letter => !char.IsLetterOrDigit(letter)) || _random.Next(8) == 0 ? $"[[{name}]]" : name);
        return (_random.Next(8) == 0 ? Word("devices") + "." : "") + string.Join('.', spelled);
    }

    private string Within(NaiveExpression expression, int lowestRank) =>
        expression.Rank < lowestRank || _random.Next(10) == 0 ? $"({Free(expression)})" : Free(expression);

    private string Free(NaiveExpression expression) => expression switch
    {
        NaiveExpression.Literal literal => literal.Sql,
        NaiveExpression.Member member => Path(member.Names),
        NaiveExpression.Minus minus => $"-{Within(minus.Operand, 8)}",
        NaiveExpression.Arithmetic arithmetic =>
            $"{Within(arithmetic.Left, arithmetic.Rank)} {arithmetic.Sign} {Within(arithmetic.Right, arithmetic.Rank + 1)}",
        NaiveExpression.Compare compare => $"{Within(compare.Left, 5)}{Gap()}{compare.Sign}{Gap()}{Within(compare.Right, 5)}",
        NaiveExpression.Among among =>
            $"{Within(among.Operand, 5)}{Blank()}{Word(among.IsNegated ? "Nin" : "In")}{Blank()}{List(among.Items)}",
        NaiveExpression.Not not => $"{Word("Not")}{Blank()}{Within(not.Operand, 4)}",
        NaiveExpression.Both both => $"{Within(both.Left, 2)}{Blank()}{Word("And")}{Blank()}{Within(both.Right, 2)}",
        NaiveExpression.Either either => $"{Within(either.Left, 1)}{Blank()}{Word("Or")}{Blank()}{Within(either.Right, 1)}",
        NaiveExpression.Call call => $"{Word(call.Name)}({string.Join(", ", call.Arguments.Select(argument => Within(argument, 1)))})",
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private static string List(IReadOnlyList<NaiveExpression.Literal> items) => $"[{string.Join(",", items.Select(item => item.Sql))}]";

    private string Gap() => _random.Next(2) == 0 ? "" : Blank();
}
