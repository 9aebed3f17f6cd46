namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>What a back end asks a configuration to be.</summary>
internal sealed record ConfigurationDraft
{
    public string SchemaVersion { get; init; } = ConfigurationRules.DefaultSchemaVersion;

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Null where none is given: a change may leave it out, because it never changes.</summary>
    public ConfigurationContent? Content { get; init; }

    /// <summary>Empty: no device is targeted.</summary>
    public string TargetCondition { get; init; } = "";

    public int Priority { get; init; }

    /// <summary>Queries by their names.</summary>
    public IReadOnlyDictionary<string, string> Metrics { get; init; } = new Dictionary<string, string>();
}
