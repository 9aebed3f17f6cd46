using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

public sealed class QueryCaseTests(QueryReport report) : IClassFixture<QueryReport>
{
    public static IEnumerable<TheoryDataRow<string, string>> Queries() => CaseFile.Cases("queries.txt");

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_query_has_its_rows_on_one_page_and_on_pages_of_one(string text, string expected)
    {
        var query = QueryRun.Compile(text);
        var source = Fleet.RowsOf(query.Plan.Source);

        var (rows, continuation) = QueryRun.Page(query, source);
        var singles = QueryRun.Pages(query, source, size: 1).SelectMany(page => page);

        $"{query.Plan.ItemType} {Shown(query, rows)}".ShouldBe(expected);
        QueryRun.Text(singles).ShouldBe(QueryRun.Text(rows));
        query.Count(source.After(null)).ShouldBe(rows.Count);
        continuation.ShouldBeNull();
        report.Held();
    }

    private static string Shown(CompiledQuery<JsonElement> query, IReadOnlyList<JsonElement> rows) =>
        query.Plan.ItemType == QueryItemType.Raw
            ? QueryRun.Text(rows)
            : string.Join(' ', rows.Select(row => Fleet.KeyOf(query.Plan.Source, row)).DefaultIfEmpty("-"));
}
