using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>A configuration's condition and figures, ready to run.</summary>
internal sealed class ConfigurationQueries
{
    private readonly RowFilter<HubTwinRow>? _targets;
    private readonly CompiledMetric[] _system;
    private readonly CompiledMetric[] _custom;

    private ConfigurationQueries(
        HubConfiguration configuration, RowFilter<HubTwinRow>? targets, CompiledMetric[] system, CompiledMetric[] custom)
    {
        (Configuration, _targets, _system, _custom) = (configuration, targets, system, custom);
    }

    public HubConfiguration Configuration { get; }

    /// <exception cref="HubException">400401 or 400404.</exception>
    public static ConfigurationQueries Compile(HubConfiguration configuration, QueryDialect dialect)
    {
        var condition = TargetCondition.Parse(configuration.TargetCondition, dialect);
        TargetCondition.CheckKind(condition, configuration.Content.Kind);
        return new ConfigurationQueries(
            configuration,
            condition?.Compile(TwinRowReader.Instance),
            [.. SystemMetrics.Of(configuration, condition).Select(metric => CompiledMetric.System(metric.Name, metric.Query))],
            [.. configuration.Metrics.Select(metric => CompiledMetric.Custom(metric.Key, metric.Value, dialect))]);
    }

    /// <summary>True where the condition selects the row; for modules of IoT Edge devices that is the device's.</summary>
    public bool Targets(in HubTwinRow row) => _targets is not null
        && (Configuration.Content.Kind == ConfigurationKind.Module) == row.Identity.Id.IsModule
        && (Configuration.Content.Kind != ConfigurationKind.EdgeModules || row.Identity.IsEdge)
        && _targets.Matches(in row);

    public ConfigurationSnapshot Count(HubTwinRows devices, HubTwinRows modules) => new(
        Configuration,
        [.. _system.Select(metric => metric.Count(devices, modules))],
        [.. _custom.Select(metric => metric.Count(devices, modules))]);
}
