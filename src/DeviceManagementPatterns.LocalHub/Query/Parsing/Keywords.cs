namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>The words that are no names, and what a name may look like.</summary>
internal static class Keywords
{
    private static readonly Dictionary<string, QueryToken> ByText = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SELECT"] = QueryToken.Select,
        ["TOP"] = QueryToken.Top,
        ["AS"] = QueryToken.As,
        ["FROM"] = QueryToken.From,
        ["WHERE"] = QueryToken.Where,
        ["GROUP"] = QueryToken.Group,
        ["BY"] = QueryToken.By,
        ["AND"] = QueryToken.And,
        ["OR"] = QueryToken.Or,
        ["NOT"] = QueryToken.Not,
        ["IN"] = QueryToken.In,
        ["NIN"] = QueryToken.Nin,
        ["undefined"] = QueryToken.Undefined,
        ["null"] = QueryToken.Null,
        ["true"] = QueryToken.True,
        ["false"] = QueryToken.False,
    };

    public static QueryToken Classify(string word) => ByText.GetValueOrDefault(word, QueryToken.Name);

    public static bool IsKeyword(QueryToken token) => token is >= QueryToken.Select and <= QueryToken.False;

    public static bool IsNameStart(char letter) => char.IsLetter(letter) || letter is '_' or '$';

    public static bool IsNamePart(char letter) => IsNameStart(letter) || char.IsDigit(letter);

    /// <summary>True where the name stands for itself; others need <c>[[ ]]</c>.</summary>
    public static bool IsPlainName(string name) =>
        name.Length > 0 && IsNameStart(name[0]) && name.All(IsNamePart) && !ByText.ContainsKey(name);
}
