using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Hub.Sessions;

/// <summary>Connections: one for each identity at a time; the newer one wins.</summary>
internal sealed class HubSessions(HubEntries entries)
{
    /// <exception cref="HubException">The identity, or the device of a module, is unknown or disabled.</exception>
    public (SessionState Session, IReadOnlyList<HubEffect> Effects) Open(
        HubIdentityId id, IDeviceLink link, bool isClean, string? modelId, DateTimeOffset now)
    {
        var entry = entries.Get(id);
        CheckEnabled(entry);
        CheckEnabled(entries.Get(id.Device));
        var effects = End(entry, $"A newer connection of '{id}' has taken over.", now);
        var session = new SessionState(entry, link, isClean, isClean ? null : entry.Kept);
        entries.Keep(entry, isClean ? null : session.Subscriptions);
        entry.Session = session;
        entry.Identity.Presence.Set(isConnected: true, now);
        entry.Identity.Presence.Touch(now);
        if (modelId is not null && modelId != entry.Twin.ModelId)
        {
            entries.Store(entry, entry.Twin with { ModelId = modelId });
        }

        return (session, effects);
    }

    /// <summary>The link knows that it was accepted: from now on things are delivered.</summary>
    public static IReadOnlyList<HubEffect> Accept(SessionState session)
    {
        session.IsAccepted = true;
        return ReachWaiting(session);
    }

    public IReadOnlyList<HubEffect> Subscribe(SessionState session, HubSubscriptions to, bool subscribed)
    {
        session.Subscriptions = subscribed ? session.Subscriptions | to : session.Subscriptions & ~to;
        if (session is { IsClean: false, EndReason: null })
        {
            entries.Keep(session.Entry, session.Subscriptions);
        }

        return ReachWaiting(session);
    }

    /// <summary>The hub ends an identity's session, if it has one.</summary>
    public static IReadOnlyList<HubEffect> End(HubEntry entry, string reason, DateTimeOffset now) => entry.Session is { } session
        ? [.. Close(session, reason, now), new HubEffect.LinkClosed(session.Link, reason)]
        : HubEffect.None;

    /// <summary>The link has ended. A second time does nothing.</summary>
    public static IReadOnlyList<HubEffect> Close(SessionState session, string reason, DateTimeOffset now)
    {
        if (session.EndReason is not null)
        {
            return HubEffect.None;
        }

        var lost = session.End(reason);
        session.Entry.Session = null;
        session.Entry.Identity.Presence.Set(isConnected: false, now);
        return
        [
            .. lost.Select(method => new HubEffect.MethodFailed(method, MethodRefusals.LinkLost(method.RequestId, reason))),
            .. session.Entry.Messages?.Release(session, now) ?? [],
        ];
    }

    /// <summary>Refuses work for a session that has ended.</summary>
    public static void CheckOpen(SessionState session)
    {
        if (session.EndReason is { } reason)
        {
            throw new HubException(HubErrorCode.Network, $"The connection of '{session.Entry.Id}' has ended: {reason}");
        }
    }

    private static IReadOnlyList<HubEffect> ReachWaiting(SessionState session)
    {
        if (!session.TakesMethods || session.Entry.Waiting is not { } waiting)
        {
            return HubEffect.None;
        }

        session.Entry.Waiting = null;
        foreach (var method in waiting)
        {
            method.WaitsAt = null;
            session.Add(method);
        }

        return [.. waiting.Select(method => new HubEffect.MethodReached(method, session.Link))];
    }

    private static void CheckEnabled(HubEntry entry)
    {
        if (!entry.Identity.IsEnabled)
        {
            throw new HubException(HubErrorCode.DeviceDisabled, $"Device '{entry.Id}' is disabled. Enable it in the registry first.");
        }
    }
}
