namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>Hears of every change of the queues that a restart must not lose, in order.</summary>
internal interface IMessageChanges
{
    /// <summary>The message is new, or one more delivery of it has failed.</summary>
    void Put(KeptMessage message);

    /// <summary>The message has ended.</summary>
    void Remove(CloudMessage message);
}
