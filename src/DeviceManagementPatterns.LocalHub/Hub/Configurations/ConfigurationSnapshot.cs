namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>A configuration with its figures at one moment.</summary>
internal sealed record ConfigurationSnapshot(
    HubConfiguration Configuration, IReadOnlyList<ConfigurationMetric> SystemMetrics, IReadOnlyList<ConfigurationMetric> Metrics);
