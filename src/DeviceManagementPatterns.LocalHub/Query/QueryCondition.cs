using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Compilation;
using DeviceManagementPatterns.LocalHub.Query.Parsing;

namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>
/// The condition of a job (<c>queryCondition</c>) or of a configuration (<c>targetCondition</c>): what would stand after WHERE, or
/// <c>*</c> for all devices, or <c>FROM devices.modules WHERE ...</c> for modules.
/// </summary>
internal sealed class QueryCondition
{
    private readonly ConditionStatement _statement;

    private QueryCondition(ConditionStatement statement) => _statement = statement;

    public QuerySource Source => _statement.Source;

    /// <exception cref="QueryException">The text is no valid condition.</exception>
    public static QueryCondition Parse(string text, QueryDialect dialect)
    {
        var statement = PathBinding.Bind(QueryParser.ParseCondition(text));
        QueryRules.Check(statement);
        if (dialect == QueryDialect.Strict)
        {
            StrictRules.Check(statement);
        }

        return new QueryCondition(statement);
    }

    public RowFilter<TRow> Compile<TRow>(IRowReader<TRow> reader) => FilterCompiler.Compile(_statement.Where, reader);

    /// <summary>The condition in its canonical form.</summary>
    public override string ToString() => _statement.ToString();
}
