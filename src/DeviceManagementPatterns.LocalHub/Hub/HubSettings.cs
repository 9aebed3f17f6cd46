namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>What a hub is made from.</summary>
internal sealed record HubSettings
{
    public const int PaidConfigurations = 100;

    /// <summary>The hub's name as connection strings carry it, without a port.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>Where keys come from; a test hands in its own, to be repeatable.</summary>
    public required Func<int, byte[]> RandomBytes { get; init; }

    /// <summary>The policies of a hub that existed before; null makes new ones.</summary>
    public HubPolicies? Policies { get; init; }

    /// <summary>How many device-to-cloud messages are kept, and how many bytes of them.</summary>
    public int MaxTelemetryMessages { get; init; } = 10_000;

    public long MaxTelemetryBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many jobs may be queued, scheduled or running at a time; null, the default, for any number.</summary>
    public int? MaxActiveJobs { get; init; }

    /// <summary>How many automatic configurations there may be. The default is 100, as on hubs that are paid for; 10 on free ones.</summary>
    public int MaxConfigurations { get; init; } = PaidConfigurations;

    /// <summary>How often the conditions of configurations are looked at even where nothing has changed.</summary>
    public TimeSpan ConfigurationInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after the change of a twin its configurations are looked at.</summary>
    public TimeSpan ConfigurationDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many devices there may be.</summary>
    public int MaxDevices { get; init; } = int.MaxValue;

    /// <summary>How many devices and modules there may be together.</summary>
    public int MaxIdentities { get; init; } = int.MaxValue;

    /// <summary>How many direct methods may be in flight or wait at one device; null, the default, for any number.</summary>
    public int? MaxMethodsPerDevice { get; init; }
}
