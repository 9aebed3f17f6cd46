using System.Buffers;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

/// <summary>Runs queries as the hub does.</summary>
internal static class QueryRun
{
    private const int MostPages = 500;

    public static CompiledQuery<JsonElement> Compile(string query) =>
        QueryPlan.Parse(query, QueryDialect.Full).Compile(JsonRowReader.Instance);

    public static (IReadOnlyList<JsonElement> Rows, string? Continuation) Page<TRow>(
        CompiledQuery<TRow> query, IRowSource<TRow> source, int? size = null, string? continuation = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        string? next;
        using (var writer = new Utf8JsonWriter(buffer))
        {
            next = QueryPager.WritePage(writer, query, source, new PageRequest(size, continuation));
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return ([.. document.RootElement.EnumerateArray().Select(row => row.Clone())], next);
    }

    public static IReadOnlyList<IReadOnlyList<JsonElement>> Pages<TRow>(CompiledQuery<TRow> query, IRowSource<TRow> source, int size)
    {
        var pages = new List<IReadOnlyList<JsonElement>>();
        string? continuation = null;
        do
        {
            (var rows, continuation) = Page(query, source, size, continuation);
            pages.Add(rows);
            pages.Count.ShouldBeLessThan(MostPages, "the pages do not end");
        }
        while (continuation is not null);

        return pages;
    }

    public static string Text(IEnumerable<JsonElement> rows) => $"[{string.Join(',', rows.Select(row => row.GetRawText()))}]";
}
