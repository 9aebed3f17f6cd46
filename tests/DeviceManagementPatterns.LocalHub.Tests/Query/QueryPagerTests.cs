using System.Globalization;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

public sealed class QueryPagerTests
{
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);

    [Fact]
    public void A_page_has_a_hundred_rows_where_no_size_is_asked_for()
    {
        Register(101);
        var query = QueryRun.Compile("SELECT * FROM devices");

        var (first, continuation) = QueryRun.Page(query, Rows());
        var (second, end) = QueryRun.Page(query, Rows(), continuation: continuation);

        first.Count.ShouldBe(100);
        second.Count.ShouldBe(1);
        end.ShouldBeNull();
    }

    [Fact]
    public void A_size_above_the_most_is_cut_down_to_it()
    {
        Register(150);

        var (rows, continuation) = QueryRun.Page(QueryRun.Compile("SELECT * FROM devices"), Rows(), size: 1000);

        rows.Count.ShouldBe(100);
        continuation.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_page_without_rows_cannot_be_asked_for(int size)
    {
        var error = Should.Throw<HubException>(() => QueryRun.Page(QueryRun.Compile("SELECT * FROM devices"), Rows(), size));

        error.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        error.Message.ShouldBe($"A page cannot have {size} rows; give a number from 1 to 100.");
    }

    [Fact]
    public void The_last_page_has_no_token_even_where_it_is_full()
    {
        Register(4);
        var query = QueryRun.Compile("SELECT * FROM devices");

        var (_, continuation) = QueryRun.Page(query, Rows(), size: 2);
        var (rows, end) = QueryRun.Page(query, Rows(), size: 2, continuation);

        rows.Count.ShouldBe(2);
        end.ShouldBeNull();
    }

    [Fact]
    public void No_page_follows_where_no_further_row_is_meant()
    {
        Register(10);

        var (rows, continuation) = QueryRun.Page(QueryRun.Compile("SELECT * FROM devices WHERE deviceId < 'd002'"), Rows(), size: 2);

        rows.Count.ShouldBe(2);
        continuation.ShouldBeNull();
    }

    [Fact]
    public void Rows_that_come_between_two_pages_repeat_none()
    {
        Register(6);
        var query = QueryRun.Compile("SELECT deviceId FROM devices");

        var (first, continuation) = QueryRun.Page(query, Rows(), size: 3);
        _ids.UnionWith(["a-new-one", "d001-new", "d004-new"]);
        var (second, _) = QueryRun.Page(query, Rows(), size: 9, continuation: Retoken(continuation!, query, 3, 9));

        Ids(first).ShouldBe(["d000", "d001", "d002"]);
        Ids(second).ShouldBe(["d003", "d004", "d004-new", "d005"]);
    }

    [Fact]
    public void The_row_that_ended_a_page_may_go()
    {
        Register(4);
        var query = QueryRun.Compile("SELECT deviceId FROM devices");

        var (_, continuation) = QueryRun.Page(query, Rows(), size: 2);
        _ids.Remove("d001");
        var (second, _) = QueryRun.Page(query, Rows(), size: 2, continuation);

        Ids(second).ShouldBe(["d002", "d003"]);
    }

    [Fact]
    public void Top_counts_over_all_pages()
    {
        Register(20);
        var query = QueryRun.Compile("SELECT TOP 7 deviceId FROM devices");

        var pages = QueryRun.Pages(query, Rows(), size: 3);

        pages.Select(page => page.Count).ShouldBe([3, 3, 1]);
    }

    [Fact]
    public void Top_that_ends_with_a_page_leaves_no_empty_page()
    {
        Register(20);
        var query = QueryRun.Compile("SELECT TOP 6 deviceId FROM devices");

        QueryRun.Pages(query, Rows(), size: 3).Select(page => page.Count).ShouldBe([3, 3]);
    }

    [Fact]
    public void Groups_that_come_between_two_pages_repeat_none()
    {
        _ids.UnionWith(["b", "d", "f", "h"]);
        var query = QueryRun.Compile("SELECT deviceId, COUNT() AS n FROM devices GROUP BY deviceId");

        var (first, continuation) = QueryRun.Page(query, Rows(), size: 2);
        _ids.UnionWith(["a", "e"]);
        var (second, _) = QueryRun.Page(query, Rows(), size: 2, continuation);

        Ids(first).ShouldBe(["b", "d"]);
        Ids(second).ShouldBe(["e", "f"]);
    }

    [Theory]
    [InlineData("SELECT * FROM devices WHERE true", 2)]
    [InlineData("SELECT * FROM devices ", 2)]
    [InlineData("SELECT * FROM devices", 3)]
    public void A_token_belongs_to_one_query_text_and_one_page_size(string otherQuery, int otherSize)
    {
        Register(5);
        var (_, continuation) = QueryRun.Page(QueryRun.Compile("SELECT * FROM devices"), Rows(), size: 2);

        var error = Should.Throw<HubException>(() => QueryRun.Page(QueryRun.Compile(otherQuery), Rows(), otherSize, continuation));

        error.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        error.Message.ShouldBe(
            "The continuation token does not belong to this query and page size. "
            + "Send it with the query and page size that it was given for.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("not a token")]
    [InlineData("AAAA")]
    [InlineData("////")]
    [InlineData("AQAAAAAAAAAAAAAAAA")]
    public void What_is_no_token_is_refused(string token)
    {
        var error = Should.Throw<HubException>(() => QueryRun.Page(QueryRun.Compile("SELECT * FROM devices"), Rows(), 2, token));

        error.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
    }

    [Fact]
    public void A_place_that_the_source_does_not_know_is_refused()
    {
        var query = QueryRun.Compile("SELECT * FROM devices");
        var token = new ContinuationToken(1, "nowhere").Encode(query.Plan.Text, 2);

        var error = Should.Throw<HubException>(() => QueryRun.Page(query, new NumberedRows(), 2, token));

        error.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
    }

    private static string Retoken(string token, CompiledQuery<JsonElement> query, int from, int to) =>
        ContinuationToken.Decode(token, query.Plan.Text, from).Encode(query.Plan.Text, to);

    private static IEnumerable<string?> Ids(IEnumerable<JsonElement> rows) => rows.Select(row => row.GetProperty("deviceId").GetString());

    private void Register(int count) => _ids.UnionWith(Enumerable.Range(0, count).Select(number => $"d{number:000}"));

    private KeyedRows<JsonElement> Rows() => new(
        _ids.Reverse().Select(id => JsonElement.Parse($"{{\"deviceId\":\"{id}\"}}")), row => row.GetProperty("deviceId").GetString()!);

    private sealed class NumberedRows : IRowSource<JsonElement>
    {
        public IEnumerable<JsonElement> After(string? position) =>
            position is null || int.Parse(position, CultureInfo.InvariantCulture) >= 0 ? [] : throw new FormatException(position);

        public string PositionOf(in JsonElement row) => "1";
    }
}
