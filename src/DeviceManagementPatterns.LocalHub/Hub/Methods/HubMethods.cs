using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;

namespace DeviceManagementPatterns.LocalHub.Hub.Methods;

/// <summary>The calls that wait or are in flight. It knows no time: whoever waits abandons a call when its time is over.</summary>
internal sealed class HubMethods(HubEntries entries, int? maxPerDevice)
{
    /// <summary>Puts a call on its way.</summary>
    /// <returns>The link to send it on, or null where it waits for the device.</returns>
    /// <exception cref="HubException">The device is unknown, has as many calls as it may, or cannot be reached and the call does not wait for it.</exception>
    public IDeviceLink? Begin(HubIdentityId id, PendingMethod method)
    {
        var entry = entries.Get(id);
        if (maxPerDevice is { } max && (entry.Session?.InFlightCount ?? 0) + (entry.Waiting?.Count ?? 0) >= max)
        {
            throw MethodRefusals.TooManyInFlight(id, max);
        }

        if (entry.Session is { TakesMethods: true } session)
        {
            session.Add(method);
            return session.Link;
        }

        if (method.Call.ConnectTimeout <= TimeSpan.Zero)
        {
            throw MethodRefusals.NotOnline(id, method.Call.ConnectTimeout);
        }

        (entry.Waiting ??= []).Add(method);
        method.WaitsAt = entry;
        return null;
    }

    /// <summary>The device has answered.</summary>
    /// <returns>The call, or null for an answer that nobody waits for any more.</returns>
    public static PendingMethod? Complete(SessionState session, string requestId) => session.Take(requestId);

    /// <summary>The caller no longer waits.</summary>
    /// <returns>False where the call has ended already.</returns>
    public static bool Abandon(PendingMethod method)
    {
        if (method.Session is { } session)
        {
            return session.Take(method.RequestId) is not null;
        }

        if (method.WaitsAt is not { } entry)
        {
            return false;
        }

        method.WaitsAt = null;
        return entry.Waiting?.Remove(method) ?? false;
    }
}
