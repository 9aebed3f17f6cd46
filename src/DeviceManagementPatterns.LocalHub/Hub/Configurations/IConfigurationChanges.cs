namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>Hears of every change that a restart must not lose, in order.</summary>
internal interface IConfigurationChanges
{
    /// <summary>The configuration is new, or has changed.</summary>
    void Put(HubConfiguration configuration);

    void Remove(HubConfiguration configuration);
}
