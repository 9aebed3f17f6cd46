using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

public sealed class QueryTextCaseTests(QueryReport report) : IClassFixture<QueryReport>
{
    public static IEnumerable<TheoryDataRow<string, string>> Canonical() => CaseFile.Cases("canonical.txt");

    public static IEnumerable<TheoryDataRow<string, string>> Errors() => CaseFile.Cases("errors.txt");

    public static IEnumerable<TheoryDataRow<string, string>> ConditionErrors() => CaseFile.Cases("condition-errors.txt");

    public static IEnumerable<TheoryDataRow<string, string>> Strict() => CaseFile.Cases("strict.txt");

    public static IEnumerable<TheoryDataRow<string, string>> StrictConditions() => CaseFile.Cases("strict-conditions.txt");

    [Theory]
    [MemberData(nameof(Canonical))]
    public void A_query_has_one_canonical_text_that_reads_back_as_itself(string text, string expected)
    {
        var canonical = QueryPlan.Parse(text, QueryDialect.Full).ToString();

        canonical.ShouldBe(expected);
        QueryPlan.Parse(canonical, QueryDialect.Full).ToString().ShouldBe(expected);
        report.Held();
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_invalid_query_is_refused_with_place_and_reason(string text, string expected)
    {
        var error = Should.Throw<QueryException>(() => QueryPlan.Parse(text, QueryDialect.Full));

        error.Message.ShouldBe(expected);
        report.Held();
    }

    [Theory]
    [MemberData(nameof(ConditionErrors))]
    public void An_invalid_condition_is_refused_with_place_and_reason(string text, string expected)
    {
        var error = Should.Throw<QueryException>(() => QueryCondition.Parse(text, QueryDialect.Full));

        error.Message.ShouldBe(expected);
        report.Held();
    }

    [Theory]
    [MemberData(nameof(Strict))]
    public void A_strict_query_is_accepted_only_where_Azure_is_known_to_accept_it(string text, string expected)
    {
        Outcome(() => QueryPlan.Parse(text, QueryDialect.Strict)).ShouldBe(expected);
        report.Held();
    }

    [Theory]
    [MemberData(nameof(StrictConditions))]
    public void A_strict_condition_is_accepted_only_where_Azure_is_known_to_accept_it(string text, string expected)
    {
        Outcome(() => QueryCondition.Parse(text, QueryDialect.Strict)).ShouldBe(expected);
        report.Held();
    }

    private static string Outcome(Func<object> parse)
    {
        try
        {
            _ = parse();
            return "ok";
        }
        catch (QueryException error)
        {
            return error.Message;
        }
    }
}
