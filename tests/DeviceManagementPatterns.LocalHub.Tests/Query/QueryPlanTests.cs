using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

public sealed class QueryPlanTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public void An_empty_text_is_a_missing_argument(string text)
    {
        var error = Should.Throw<QueryException>(() => QueryPlan.Parse(text, QueryDialect.Full));

        error.Code.ShouldBe(HubErrorCode.ArgumentNull);
        error.Message.ShouldBe("Line 1, column 1: the text is empty; a query begins with SELECT.");
    }

    [Fact]
    public void Every_other_error_is_an_invalid_argument() =>
        Should.Throw<QueryException>(() => QueryPlan.Parse("SELECT", QueryDialect.Full)).Code.ShouldBe(HubErrorCode.ArgumentInvalid);

    [Fact]
    public void Half_a_character_is_refused()
    {
        Should.Throw<QueryException>(() => QueryPlan.Parse("SELECT * FROM devices\nWHERE tags.a = '\ud800'", QueryDialect.Full)).Message
            .ShouldBe("Line 2, column 17: half of a surrogate pair is no character.");
        Should.Throw<QueryException>(() =>
                QueryPlan.Parse("SELECT * FROM devices WHERE tags.a = '\udc00\ud800'", QueryDialect.Full)).Message
            .ShouldBe("Line 1, column 39: half of a surrogate pair is no character.");
    }

    [Theory]
    [InlineData("deviceId = 'a'", "deviceId: a")]
    [InlineData("'a' = devices.DEVICEID", "deviceId: a")]
    [InlineData("tags.site = 'Oslo' AND tags.floor > 2 AND status = 'enabled'", "tags.site: Oslo; status: enabled")]
    [InlineData("tags.site IN ['Oslo', 'Bergen'] AND tags.floor = 1 + 1", "tags.site: Oslo, Bergen; tags.floor: 2")]
    [InlineData("tags.site = 'Oslo' OR tags.floor = 2", "")]
    [InlineData("tags.site NIN ['Oslo'] AND NOT tags.a = 1 AND tags.b != 2 AND tags.c = tags.d", "")]
    [InlineData("(tags.site = 'Oslo' AND (true AND tags.floor = 2))", "tags.site: Oslo; tags.floor: 2")]
    [InlineData("true", "")]
    public void A_filter_tells_an_index_what_must_be_equal(string condition, string expected)
    {
        var filter = QueryCondition.Parse(condition, QueryDialect.Full).Compile(JsonRowReader.Instance);

        string.Join("; ", filter.Equalities.Select(equality => $"{string.Join('.', equality.Path)}: {string.Join(", ", equality.AnyOf)}"))
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData("*", true, false)]
    [InlineData("1 + 1 = 2 OR tags.a", true, false)]
    [InlineData("tags.a AND 1 = 2", false, true)]
    [InlineData("tags.a = undefined", false, true)]
    [InlineData("tags.a = 1", false, false)]
    [InlineData("tags.a AND undefined", false, false)]
    public void A_filter_knows_where_no_row_need_be_asked(string condition, bool all, bool nothing)
    {
        var filter = QueryCondition.Parse(condition, QueryDialect.Full).Compile(JsonRowReader.Instance);

        filter.MatchesAll.ShouldBe(all);
        filter.MatchesNothing.ShouldBe(nothing);
    }

    [Fact]
    public void A_number_beyond_a_double_is_undefined()
    {
        var row = JsonElement.Parse("{\"tags\":{\"a\":1e999}}");

        QueryRun.Compile("SELECT * FROM devices WHERE NOT IS_DEFINED(tags.a)").Count([row]).ShouldBe(1);
        var page = QueryRun.Page(QueryRun.Compile("SELECT tags.a FROM devices"), new KeyedRows<JsonElement>([row], _ => ""));
        QueryRun.Text(page.Rows).ShouldBe("[{}]");
    }

    [Fact]
    public void A_compiled_query_serves_many_threads_at_once()
    {
        var query = QueryRun.Compile("SELECT tags.site, COUNT() AS n, AVG(version) AS v FROM devices WHERE version > 1 GROUP BY tags.site");
        var expected = QueryRun.Text(QueryRun.Page(query, Fleet.RowsOf(QuerySource.Devices)).Rows);

        var answers = Enumerable.Range(0, 200).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => QueryRun.Text(QueryRun.Page(query, Fleet.RowsOf(QuerySource.Devices)).Rows)).ToList();

        answers.ShouldAllBe(answer => answer == expected);
    }
}
