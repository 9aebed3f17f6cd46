namespace DeviceManagementPatterns.LocalHub;

/// <summary>What an IoT hub is bought as: it decides rates, quotas and, for the basic tiers, what the hub can do at all.</summary>
public enum HubTier
{
    /// <summary>F1: the rates of <see cref="S1"/>, 500 devices, 8,000 messages of 0.5 KB a day. One unit only.</summary>
    Free,

    /// <summary>Standard, size 1: 400,000 messages a day and unit, one active job.</summary>
    S1,

    /// <summary>Standard, size 2: 6,000,000 messages a day and unit, five active jobs.</summary>
    S2,

    /// <summary>Standard, size 3: 300,000,000 messages a day and unit, ten active jobs.</summary>
    S3,

    /// <summary>Basic, size 1: the rates of <see cref="S1"/> without twins, direct methods, jobs, configurations and cloud-to-device messages.</summary>
    B1,

    /// <summary>Basic, size 2: the rates of <see cref="S2"/> without what a basic tier lacks.</summary>
    B2,

    /// <summary>Basic, size 3: the rates of <see cref="S3"/> without what a basic tier lacks.</summary>
    B3,
}
