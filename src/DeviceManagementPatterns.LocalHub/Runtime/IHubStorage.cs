namespace DeviceManagementPatterns.LocalHub.Runtime;

/// <summary>Where changes go before they are acknowledged.</summary>
internal interface IHubStorage
{
    /// <summary>All tickets up to this number are written, or never will be.</summary>
    long Settled { get; }

    /// <exception cref="HubException">Nothing can be written any more.</exception>
    void CheckWritable();

    /// <summary>Stands for all changes made so far. Called under the gate.</summary>
    StorageTicket Ticket();
}
