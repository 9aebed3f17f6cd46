using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>
/// Hands out an answer page by page. Nothing is kept between pages: the token names the last row that was handed out, so rows that
/// come meanwhile repeat none, and rows that go skip none.
/// </summary>
internal static class QueryPager
{
    /// <summary>Writes one page as a JSON array.</summary>
    /// <returns>The token of the next page; null on the last.</returns>
    /// <exception cref="HubException">The page size or the token is not valid.</exception>
    public static string? WritePage<TRow>(Utf8JsonWriter writer, CompiledQuery<TRow> query, IRowSource<TRow> source, PageRequest request)
    {
        var size = SizeOf(request);
        var start = string.IsNullOrEmpty(request.Continuation)
            ? ContinuationToken.First
            : ContinuationToken.Decode(request.Continuation, query.Plan.Text, size);
        var page = new QueryPage(start.Delivered, size, query.Top);
        var next = query.Grouping is { } grouping
            ? page.Write(
                writer,
                grouping.Collect(query.Filter.Select(source.After(null))).Where(group => IsBehind(group.Name, start)),
                grouping.Write,
                group => group.Name)
            : page.Write(
                writer,
                query.Filter.Select(RowsBehind(source, start)),
                (output, row) => query.WriteRow(output, in row),
                row => source.PositionOf(in row));
        return next?.Encode(query.Plan.Text, size);
    }

    private static int SizeOf(PageRequest request) => request.Size switch
    {
        null => Math.Min(QueryLimits.DefaultPageSize, request.MaxSize),
        > 0 and var size => Math.Min(size, request.MaxSize),
        var size => throw new HubException(
            HubErrorCode.ArgumentInvalid, $"A page cannot have {size} rows; give a number from 1 to {request.MaxSize}."),
    };

    private static bool IsBehind(string name, ContinuationToken start) =>
        start.Position is null || string.CompareOrdinal(name, start.Position) > 0;

    private static IEnumerable<TRow> RowsBehind<TRow>(IRowSource<TRow> source, ContinuationToken start)
    {
        try
        {
            return source.After(start.Position);
        }
        catch (FormatException exception)
        {
            throw ContinuationToken.Refused(exception);
        }
    }

    /// <summary>One page: how many rows went before it, how many it may have, and how many the whole answer may have.</summary>
    private readonly record struct QueryPage(int Delivered, int Size, int Top)
    {
        /// <returns>Where the next page begins, or null where no row is left.</returns>
        public ContinuationToken? Write<T>(
            Utf8JsonWriter writer, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write, Func<T, string> positionOf)
        {
            var limit = Math.Min(Size, Math.Max(0, Top - Delivered));
            var written = 0;
            var last = default(T);
            var hasMore = false;
            writer.WriteStartArray();
            foreach (var row in rows)
            {
                if (written == limit)
                {
                    hasMore = Delivered + written < Top;
                    break;
                }

                write(writer, row);
                last = row;
                written++;
            }

            writer.WriteEndArray();
            return hasMore ? new ContinuationToken(Delivered + written, positionOf(last!)) : null;
        }
    }
}
