using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>Refuses what works here but is not known to work on Azure IoT Hub.</summary>
internal static class StrictRules
{
    private const string Explanation = "is not known to work on Azure IoT Hub, and strict queries are on";

    /// <exception cref="QueryException">The query goes beyond what Azure IoT Hub is known to accept.</exception>
    public static void Check(QueryStatement statement)
    {
        if (statement is { Source: QuerySource.Modules, GroupBy.Count: > 0 })
        {
            throw new QueryException(
                statement.GroupBy[0].Position, $"GROUP BY on devices.modules {Explanation}; it is documented for devices only.");
        }

        if (statement.Items.FirstOrDefault(item => item.Alias is { IsQuoted: true }) is { Alias: { } alias })
        {
            throw new QueryException(alias.Position, $"an alias in [[ ]] {Explanation}; use letters, digits and _.");
        }

        Check(statement.Where);
    }

    /// <exception cref="QueryException">The condition goes beyond what Azure IoT Hub is known to accept.</exception>
    public static void Check(ConditionStatement condition)
    {
        if (condition is { Source: QuerySource.Devices, From: { } from })
        {
            throw new QueryException(from, $"FROM devices in a condition {Explanation}; leave out FROM devices WHERE.");
        }

        Check(condition.Where);
    }

    private static void Check(QueryExpression? where)
    {
        var unknown = where is null
            ? null
            : ExpressionNodes.Of(where).OfType<QueryExpression.Call>()
                .FirstOrDefault(call => FunctionCatalog.Find(call.Spelling) is { IsKnownOnAzure: false });
        if (unknown is not null)
        {
            throw new QueryException(
                unknown.Position, $"{unknown.Spelling} {Explanation}; it takes {string.Join(" and ", FunctionCatalog.NamesKnownOnAzure)}.");
        }
    }
}
