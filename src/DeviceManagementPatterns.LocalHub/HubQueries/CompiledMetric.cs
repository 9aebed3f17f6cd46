using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>A figure of a configuration, ready to be counted: the number of rows that its query has.</summary>
internal sealed class CompiledMetric
{
    private readonly string _name;
    private readonly CompiledQuery<HubTwinRow> _query;

    private CompiledMetric(string name, QueryPlan plan) => (_name, _query) = (name, plan.Compile(TwinRowReader.Instance));

    /// <exception cref="HubException">400401: the condition that it is made from is too long.</exception>
    public static CompiledMetric System(string name, string query)
    {
        try
        {
            return new CompiledMetric(name, QueryPlan.Parse(query, QueryDialect.Full));
        }
        catch (QueryException e)
        {
            throw ConfigurationRefusals.Condition($"targetCondition makes no query: {e.Message}", e);
        }
    }

    /// <exception cref="HubException">400404.</exception>
    public static CompiledMetric Custom(string name, string query, QueryDialect dialect)
    {
        try
        {
            var plan = QueryPlan.Parse(query, dialect);
            return plan.Source != QuerySource.Jobs
                ? new CompiledMetric(name, plan)
                : throw ConfigurationRefusals.Metric($"Metric '{name}': a metric counts devices or devices.modules, not devices.jobs.");
        }
        catch (QueryException e)
        {
            throw ConfigurationRefusals.Metric($"Metric '{name}': {e.Message}", e);
        }
    }

    public ConfigurationMetric Count(HubTwinRows devices, HubTwinRows modules) =>
        new(_name, _query.Plan.Text, _query.Count(_query.Plan.Source == QuerySource.Modules ? modules : devices));
}
