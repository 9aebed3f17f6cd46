using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>Reads and writes of twins, by back ends and by devices.</summary>
internal sealed class HubTwins(HubEntries entries, TwinShapes shapes)
{
    /// <summary>A back end's write.</summary>
    /// <exception cref="HubException">The identity is unknown, the stamp is stale, or the write breaks a limit.</exception>
    public (HubTwinRow Row, IReadOnlyList<HubEffect> Effects) Write(HubIdentityId id, TwinWrite write, ETag ifMatch, DateTimeOffset now)
    {
        var entry = entries.Get(id);
        HubRefusals.CheckMatch("twin of", id, entry.Twin.ETag, ifMatch);
        var next = TwinWriting.Apply(entry.Twin, write, now, shapes);
        if (!ReferenceEquals(next, entry.Twin))
        {
            entries.Store(entry, next);
        }

        return (entry.Row, Notify(entry, write, next));
    }

    /// <summary>A device's own patch of its reported properties.</summary>
    /// <returns>The section's new version.</returns>
    /// <exception cref="HubException">The session has ended, <paramref name="baseVersion"/> is stale, or the patch breaks a limit.</exception>
    public long PatchReported(SessionState session, TwinObject patch, long? baseVersion, DateTimeOffset now)
    {
        HubSessions.CheckOpen(session);
        var entry = session.Entry;
        var next = TwinWriting.ApplyReported(entry.Twin, patch, baseVersion, now, shapes);
        entries.Store(entry, next);
        return next.Reported.Version;
    }

    /// <summary>Stores what automatic configurations make of a twin. Does nothing where it has changed since it was looked at.</summary>
    public IReadOnlyList<HubEffect> Configure(HubTwinRow seen, ConfiguredTwin next)
    {
        if (entries.Find(seen.Identity.Id) is not { } entry || entry.Sequence != seen.Sequence || !ReferenceEquals(entry.Twin, seen.Twin))
        {
            return HubEffect.None;
        }

        entries.Store(entry, next.Twin);
        return next.Patch is { } patch ? Notify(entry, new TwinWrite(Tags: null, patch, IsReplacement: false), next.Twin) : HubEffect.None;
    }

    /// <summary>After a patch the device gets the patch, after a replacement the whole section; both with the new version.</summary>
    private static IReadOnlyList<HubEffect> Notify(HubEntry entry, TwinWrite write, HubTwin twin)
    {
        if (write.Desired is not { } written || entry.Session is not { TakesDesired: true } session)
        {
            return HubEffect.None;
        }

        var version = twin.Desired.Version;
        var content = write.IsReplacement ? twin.Desired.Properties : written;
        return [new HubEffect.DesiredChanged(session.Link, version, HubJson.Write(writer => TwinJson.WriteVersioned(writer, content, version)))];
    }
}
