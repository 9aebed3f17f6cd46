using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>From what stands after WHERE to a filter.</summary>
internal static class FilterCompiler
{
    public static RowFilter<TRow> Compile<TRow>(QueryExpression? where, IRowReader<TRow> reader)
    {
        if (where is null)
        {
            return new RowFilter<TRow>(null, [], matchesNothing: false);
        }

        var folded = ConstantFolding.Fold(where);
        return folded is QueryExpression.Constant constant
            ? new RowFilter<TRow>(null, [], matchesNothing: !constant.Value.IsTrue)
            : new RowFilter<TRow>(new ExpressionCompiler<TRow>(reader).Condition(folded), EqualityHints.Of(folded), matchesNothing: false);
    }
}
