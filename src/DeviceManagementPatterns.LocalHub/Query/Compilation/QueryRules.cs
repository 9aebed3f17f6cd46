using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>What a query must keep beyond its grammar.</summary>
internal static class QueryRules
{
    /// <exception cref="QueryException">A rule is broken.</exception>
    public static void Check(QueryStatement statement)
    {
        if (statement.Source == QuerySource.Jobs)
        {
            CheckJobs(statement);
        }

        CheckGroups(statement);
        CheckColumnNames(statement.Items);
    }

    /// <exception cref="QueryException">The condition is about something that has no twin.</exception>
    public static void Check(ConditionStatement condition)
    {
        if (condition is { Source: QuerySource.Jobs, From: { } from })
        {
            throw new QueryException(from, "a condition selects devices or modules; it cannot read devices.jobs.");
        }
    }

    private static void CheckJobs(QueryStatement statement)
    {
        if (statement.Items.Count > 0)
        {
            throw new QueryException(statement.Items[0].Position, "of devices.jobs only whole records can be selected: SELECT *.");
        }

        if (statement.GroupBy.Count > 0)
        {
            throw new QueryException(statement.GroupBy[0].Position, "devices.jobs cannot be grouped.");
        }
    }

    private static void CheckGroups(QueryStatement statement)
    {
        if (statement.SelectsAll && statement.GroupBy.Count > 0)
        {
            throw new QueryException(
                statement.GroupBy[0].Position, "SELECT * cannot be grouped; select the path of the group and aggregates.");
        }

        var isGrouped = statement.GroupBy.Count > 0 || statement.Items.Any(item => item is SelectItem.Aggregate);
        var stray = isGrouped
            ? statement.Items.OfType<SelectItem.Column>().FirstOrDefault(column => !statement.GroupBy.Any(column.Path.Names))
            : null;
        if (stray is not null)
        {
            throw new QueryException(stray.Position, $"{stray.Path} is neither in GROUP BY nor in an aggregate.");
        }
    }

    private static void CheckColumnNames(IReadOnlyList<SelectItem> items)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < items.Count; index++)
        {
            var name = ColumnNames.Of(items, index);
            if (!names.Add(name))
            {
                throw new QueryException(
                    items[index].Alias?.Position ?? items[index].Position, $"two items are called {name}; give one another name with AS.");
            }
        }
    }
}
