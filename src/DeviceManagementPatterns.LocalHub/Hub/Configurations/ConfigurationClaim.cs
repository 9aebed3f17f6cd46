namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>A configuration's claim on the twins of one kind: what it would set there. One object stands for all these twins.</summary>
internal sealed class ConfigurationClaim(HubConfiguration configuration, IReadOnlyList<ContentSetting> settings)
{
    /// <summary>The highest priority first; of equal ones the one that was created later.</summary>
    public static Comparer<ConfigurationClaim> ByPrecedence { get; } = Comparer<ConfigurationClaim>.Create(
        (left, right) => Precedence(left.Configuration, right.Configuration));

    public HubConfiguration Configuration { get; } = configuration;

    public IReadOnlyList<ContentSetting> Settings { get; } = settings;

    public static int Precedence(HubConfiguration left, HubConfiguration right) => left.Priority != right.Priority
        ? right.Priority.CompareTo(left.Priority)
        : right.Sequence.CompareTo(left.Sequence);
}
