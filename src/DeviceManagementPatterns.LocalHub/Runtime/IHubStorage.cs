namespace DeviceManagementPatterns.LocalHub.Runtime;

/// <summary>Where changes go before they are acknowledged.</summary>
internal interface IHubStorage
{
    /// <summary>All tickets up to this number are written.</summary>
    long Settled { get; }

    /// <summary>True while nothing can be written.</summary>
    bool HasFailed { get; }

    /// <exception cref="HubException">Nothing can be written; what was refused for that reason is tried again.</exception>
    void CheckWritable();

    /// <summary>Stands for all changes made so far. Called under the gate.</summary>
    StorageTicket Ticket();

    /// <summary>What changes until the scope ends is kept as one: all of it or nothing. Under the gate, and for a moment only.</summary>
    Lock.Scope Together();
}
