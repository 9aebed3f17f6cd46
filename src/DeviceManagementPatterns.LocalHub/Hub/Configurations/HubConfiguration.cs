namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>An automatic configuration as the hub holds it. Immutable; a change makes another one.</summary>
internal sealed record HubConfiguration
{
    public required string Id { get; init; }

    /// <summary>Grows with each configuration that is created.</summary>
    public required long Sequence { get; init; }

    public required ETag ETag { get; init; }

    public required ConfigurationContent Content { get; init; }

    public string SchemaVersion { get; init; } = ConfigurationRules.DefaultSchemaVersion;

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Empty: no device is targeted.</summary>
    public string TargetCondition { get; init; } = "";

    /// <summary>The higher one wins.</summary>
    public int Priority { get; init; }

    /// <summary>The back end's own queries by their names.</summary>
    public IReadOnlyDictionary<string, string> Metrics { get; init; } = new Dictionary<string, string>();

    public DateTimeOffset CreatedTime { get; init; }

    public DateTimeOffset LastUpdatedTime { get; init; }
}
