using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Hub.Sessions;

/// <summary>Hears of every change of the subscriptions that a restart must not lose, in order.</summary>
internal interface ISessionChanges
{
    /// <param name="entry">Whose session.</param>
    /// <param name="kept">What it listens to; null where no session is kept any more.</param>
    void Put(HubEntry entry, HubSubscriptions? kept);
}
