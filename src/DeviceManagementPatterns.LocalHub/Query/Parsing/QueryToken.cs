using Superpower.Display;

namespace DeviceManagementPatterns.LocalHub.Query.Parsing;

/// <summary>The words and signs of the language. The attributes are how errors call them.</summary>
internal enum QueryToken
{
    [Token(Category = "name")]
    Name,

    [Token(Category = "name", Example = "[[…]]")]
    QuotedName,

    [Token(Category = "string")]
    String,

    [Token(Category = "number")]
    Number,

    [Token(Category = "keyword", Example = "SELECT")]
    Select,

    [Token(Category = "keyword", Example = "TOP")]
    Top,

    [Token(Category = "keyword", Example = "AS")]
    As,

    [Token(Category = "keyword", Example = "FROM")]
    From,

    [Token(Category = "keyword", Example = "WHERE")]
    Where,

    [Token(Category = "keyword", Example = "GROUP")]
    Group,

    [Token(Category = "keyword", Example = "BY")]
    By,

    [Token(Category = "keyword", Example = "AND")]
    And,

    [Token(Category = "keyword", Example = "OR")]
    Or,

    [Token(Category = "keyword", Example = "NOT")]
    Not,

    [Token(Category = "keyword", Example = "IN")]
    In,

    [Token(Category = "keyword", Example = "NIN")]
    Nin,

    [Token(Category = "keyword", Example = "undefined")]
    Undefined,

    [Token(Category = "keyword", Example = "null")]
    Null,

    [Token(Category = "keyword", Example = "true")]
    True,

    [Token(Category = "keyword", Example = "false")]
    False,

    [Token(Example = ",")]
    Comma,

    [Token(Example = ".")]
    Dot,

    [Token(Example = "(")]
    LeftParenthesis,

    [Token(Example = ")")]
    RightParenthesis,

    [Token(Example = "[")]
    LeftBracket,

    [Token(Example = "]")]
    RightBracket,

    [Token(Example = "*")]
    Star,

    [Token(Example = "+")]
    Plus,

    [Token(Example = "-")]
    Minus,

    [Token(Example = "/")]
    Slash,

    [Token(Example = "%")]
    Percent,

    [Token(Example = "=")]
    Equal,

    [Token(Example = "!=")]
    NotEqual,

    [Token(Example = "<")]
    Less,

    [Token(Example = "<=")]
    LessOrEqual,

    [Token(Example = ">")]
    Greater,

    [Token(Example = ">=")]
    GreaterOrEqual,
}
