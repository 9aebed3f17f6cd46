using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Compilation;

namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>A query, ready to run over one kind of row. Knows no state: many threads may run it at once.</summary>
internal sealed class CompiledQuery<TRow>
{
    private readonly Projection<TRow> _projection;

    public CompiledQuery(QueryPlan plan, QueryStatement statement, IRowReader<TRow> reader)
    {
        Plan = plan;
        Top = statement.Top ?? int.MaxValue;
        Filter = FilterCompiler.Compile(statement.Where, reader);
        _projection = new Projection<TRow>(statement.Items, reader);
        Grouping = statement.GroupBy.Count > 0 || statement.Items.Any(item => item is SelectItem.Aggregate)
            ? new Grouping<TRow>(statement, reader)
            : null;
    }

    public QueryPlan Plan { get; }

    public RowFilter<TRow> Filter { get; }

    /// <summary>How many rows the answer may have on all pages together.</summary>
    public int Top { get; }

    /// <summary>Null where each row of the answer comes from one row of the source.</summary>
    public Grouping<TRow>? Grouping { get; }

    public void WriteRow(Utf8JsonWriter writer, in TRow row) => _projection.Write(writer, in row);

    /// <summary>How many rows the answer has.</summary>
    public int Count(IEnumerable<TRow> rows)
    {
        var meant = Filter.Select(rows);
        return Math.Min(Top, Grouping is { } grouping ? grouping.Collect(meant).Count : meant.Take(Top).Count());
    }
}
