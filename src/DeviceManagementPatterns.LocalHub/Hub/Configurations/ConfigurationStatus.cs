namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>What a configuration is to a twin. The names are the wire's.</summary>
internal enum ConfigurationStatus : byte
{
    /// <summary>The twin meets the condition, and nothing of the content got through: others have a higher priority.</summary>
    Targeted,

    /// <summary>The twin carries the content, or a part of it.</summary>
    Applied,
}
