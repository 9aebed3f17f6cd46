using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>What is wrong with the queries of a configuration that is not there yet.</summary>
/// <param name="ConditionError">Null where the condition is valid.</param>
/// <param name="MetricErrors">Errors by the names of the metrics that have one.</param>
internal sealed record ConfigurationTest(string? ConditionError, IReadOnlyDictionary<string, string> MetricErrors)
{
    public static ConfigurationTest Of(ConfigurationDraft draft, QueryDialect dialect)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, query) in draft.Metrics)
        {
            if (ErrorOf(() => CompiledMetric.Custom(name, query, dialect)) is { } error)
            {
                errors.Add(name, error);
            }
        }

        return new ConfigurationTest(ErrorOf(() => TargetCondition.Parse(draft.TargetCondition, dialect)), errors);
    }

    private static string? ErrorOf(Func<object?> compile)
    {
        try
        {
            compile();
            return null;
        }
        catch (HubException e)
        {
            return e.Message;
        }
    }
}
