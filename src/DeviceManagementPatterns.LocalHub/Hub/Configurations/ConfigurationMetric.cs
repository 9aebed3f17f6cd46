namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>One figure of a configuration: a query, and how many rows it has now.</summary>
internal sealed record ConfigurationMetric(string Name, string Query, long Result);
