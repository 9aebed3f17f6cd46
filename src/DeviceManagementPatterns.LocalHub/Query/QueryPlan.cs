using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Compilation;
using DeviceManagementPatterns.LocalHub.Query.Parsing;

namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>A query that was read and found valid. It can be compiled for any kind of row, and kept.</summary>
internal sealed class QueryPlan
{
    private readonly QueryStatement _statement;

    private QueryPlan(string text, QueryStatement statement)
    {
        Text = text;
        _statement = statement;
    }

    /// <summary>As it came.</summary>
    public string Text { get; }

    public QuerySource Source => _statement.Source;

    public QueryItemType ItemType => (_statement.SelectsAll, _statement.Source) switch
    {
        (false, _) => QueryItemType.Raw,
        (true, QuerySource.Jobs) => QueryItemType.DeviceJob,
        _ => QueryItemType.Twin,
    };

    /// <exception cref="QueryException">The text is no valid query.</exception>
    public static QueryPlan Parse(string text, QueryDialect dialect)
    {
        var statement = PathBinding.Bind(QueryParser.ParseQuery(text));
        QueryRules.Check(statement);
        if (dialect == QueryDialect.Strict)
        {
            StrictRules.Check(statement);
        }

        return new QueryPlan(text, statement);
    }

    public CompiledQuery<TRow> Compile<TRow>(IRowReader<TRow> reader) => new(this, _statement, reader);

    /// <summary>The query in its canonical form.</summary>
    public override string ToString() => _statement.ToString();
}
