using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>What the members of a selected row are called.</summary>
internal static class ColumnNames
{
    /// <summary>The alias, else the last name of the path; aggregates without alias are <c>$1</c>, <c>$2</c>...</summary>
    public static string Of(IReadOnlyList<SelectItem> items, int index) => items[index] switch
    {
        { Alias: { } alias } => alias.Name,
        SelectItem.Column column => column.Path.Name,
        _ => $"${items.Take(index + 1).Count(item => item is SelectItem.Aggregate { Alias: null })}",
    };
}
