namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>Hears of every change that a restart must not lose, in order.</summary>
internal interface IEntryChanges
{
    /// <summary>The entry is new, or its identity or twin has changed.</summary>
    void Put(HubEntry entry);

    void Remove(HubEntry entry);
}
