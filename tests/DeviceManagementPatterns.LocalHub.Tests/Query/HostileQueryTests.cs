using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

/// <summary>Whatever is sent is answered or refused: soon, and on the stack of an ordinary thread.</summary>
public sealed class HostileQueryTests
{
    private const string Start = "SELECT * FROM devices WHERE ";
    private const int SmallStack = 768 * 1024;
    private const int Room = 8192 - 28;

    private static readonly string[] Fragments =
    [
        "SELECT", "TOP", "*", "FROM", "devices", "devices.jobs", "WHERE", "GROUP", "BY", "AS", "AND", "OR", "NOT", "IN", "NIN", "(",
        ")", "[", "]", "[[", "]]", "[[x]]", ",", ".", "=", "!=", "<>", "<", "<=", "+", "-", "*", "/", "%", "1", "0x1", "1e9", "'a'",
        "\"b\"", "'", "\"", "\\", "\\u0",
        "tags", "tags.a", "COUNT()", "AVG(", "IS_DEFINED(", "STARTSWITH(", "null", "undefined", "true",
        "\n", "\0", "é", "😀", ";", "$", "_",
    ];

    public static TheoryData<string, string> Deep => new()
    {
        { "parentheses", Start + new string('(', Room / 2) + "1" + new string(')', (Room / 2) - 1) },
        { "parentheses that do not close", Start + new string('(', Room) },
        { "calls", Start + Repeated("IS_STRING(", "1", ")") },
        { "NOT in parentheses", Start + Repeated("NOT(", "1", ")") },
        { "minus in parentheses", Start + Repeated("-(", "1", ")") },
        { "NOT", Start + Repeated("NOT ", "1", "") },
        { "minus", Start + Repeated("-", "1", "") },
        { "a sum", Start + Repeated("1+", "1", "") },
        { "a product of members", Start + Repeated("tags.a*", "1", "") },
        { "brackets", Start + new string('[', Room) },
        { "comparisons", Start + Repeated("1=", "1", "") },
        { "names in brackets that do not close", Start + Repeated("[[a", "", "") },
    };

    public static TheoryData<string, string> Lengthy => new()
    {
        { "AND", Start + Repeated("tags.a AND ", "true", "") },
        { "OR", Start + Repeated("tags.a=1 OR ", "true", "") },
        { "a list", Start + "tags.a IN [" + Repeated("'x',", "1", "") + "]" },
        { "a path", Start + Repeated("a.", "a", "") },
        { "a name", Start + "tags.[[" + new string('x', Room - 9) + "]]" },
        { "a string", Start + "tags.a = '" + new string('x', Room - 12) + "'" },
        { "escapes", Start + "'" + Repeated("\\u0041", "", "") + "'" },
        { "columns", "SELECT " + string.Join(',', Enumerable.Range(0, 700).Select(number => $"tags.a{number}")) + " FROM devices" },
        { "aggregates", "SELECT " + string.Join(',', Enumerable.Repeat("COUNT()", 900)) + " FROM devices" },
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void Depth_is_refused_on_a_small_stack(string what, string query)
    {
        Exception? error = null;

        OnSmallStack(() => error = Record.Exception(() => QueryPlan.Parse(query, QueryDialect.Full)));

        error.ShouldBeOfType<QueryException>(what);
    }

    [Fact]
    public void The_deepest_query_that_is_accepted_runs_on_a_small_stack()
    {
        var nested = Nested("NOT (1 = (", QueryLimits.Nesting / 2, "))");
        var chain = string.Join('+', Enumerable.Repeat("tags.a", QueryLimits.ExpressionDepth));
        var rows = -1;

        OnSmallStack(() => rows = QueryRun.Compile($"{Start}{nested} OR {chain} > 0 OR true").Count([JsonElement.Parse("{}")]));

        rows.ShouldBe(1);
    }

    [Fact]
    public void One_level_more_is_refused_by_name()
    {
        var nested = Nested("(", QueryLimits.Nesting + 1, ")");
        var chain = string.Join('+', Enumerable.Repeat("1", QueryLimits.ExpressionDepth + 1));

        Should.Throw<QueryException>(() => QueryRun.Compile(Start + nested)).Message
            .ShouldBe("Line 1, column 69: parentheses nest deeper than 40 levels.");
        Should.Throw<QueryException>(() => QueryRun.Compile(Start + chain)).Message
            .ShouldBe("Line 1, column 428: the expression has more than 200 levels.");
    }

    [Theory]
    [MemberData(nameof(Lengthy))]
    public void Length_costs_little(string what, string query)
    {
        var started = Stopwatch.GetTimestamp();

        OnSmallStack(() => Record.Exception(() => QueryRun.Compile(query).Count([JsonElement.Parse("{\"tags\":{\"a\":true}}")]))
            .ShouldBe(null, what));

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20), what);
    }

    [Fact]
    public void A_text_has_at_most_8192_characters()
    {
        var query = (Start + "tags.a = '").PadRight(8191, 'x') + "'";

        QueryPlan.Parse(query, QueryDialect.Full).Text.Length.ShouldBe(8192);
        Should.Throw<QueryException>(() => QueryPlan.Parse(query + " ", QueryDialect.Full)).Message
            .ShouldBe("Line 1, column 8193: the text has 8193 characters; at most 8192 are allowed.");
    }

    [Fact]
    public void Any_sequence_of_words_and_signs_is_a_query_or_a_query_error()
    {
        Gen.OneOf(Fragments).List[0, 25].Sample(
            fragments =>
            {
                var text = string.Join(' ', fragments);
                IsAnswered(() => QueryRun.Compile(text).Count([Fleet.Twin]));
                IsAnswered(() => QueryRun.Compile(Start + text).Count([Fleet.Twin]));
                IsAnswered(() => QueryCondition.Parse(text, QueryDialect.Strict).Compile(JsonRowReader.Instance).Matches(Fleet.Twin));
            },
            iter: 3000,
            threads: 2);
    }

    [Fact]
    public void Any_text_is_a_query_or_a_query_error()
    {
        Gen.String.Sample(
            text =>
            {
                IsAnswered(() => QueryPlan.Parse(text, QueryDialect.Full));
                IsAnswered(() => QueryPlan.Parse(Start + text, QueryDialect.Full));
                IsAnswered(() => QueryPlan.Parse($"{Start}tags.a = '{text}'", QueryDialect.Full));
            },
            iter: 3000,
            threads: 2);
    }

    private static void IsAnswered(Func<object> ask)
    {
        try
        {
            _ = ask();
        }
        catch (QueryException error)
        {
            error.Position.Line.ShouldBePositive();
            error.Position.Column.ShouldBePositive();
        }
    }

    private static string Repeated(string start, string middle, string end)
    {
        var times = (Room - middle.Length - 40) / (start.Length + end.Length);
        return Nested(start, times, end, middle);
    }

    private static string Nested(string start, int times, string end, string middle = "1")
    {
        var text = new StringBuilder();
        return text.Insert(0, start, times).Append(middle).Insert(text.Length, end, times).ToString();
    }

    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action), SmallStack);
        thread.Start();
        thread.Join();
        failure.ShouldBeNull();
    }
}
