using DeviceManagementPatterns.LocalHub.Hub.Messages;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;
using DeviceManagementPatterns.LocalHub.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>One identity's place in the hub: its durable state, and what is bound to the running hub.</summary>
internal sealed class HubEntry(long sequence, HubIdentity identity, HubTwin twin)
{
    private volatile HubIdentity _identity = identity;
    private volatile HubTwin _twin = twin;

    public HubIdentity Identity => _identity;

    public HubTwin Twin => _twin;

    public HubTwinRow Row => new(Sequence, _identity, _twin);

    public long Sequence { get; } = sequence;

    public HubIdentityId Id => _identity.Id;

    /// <summary>The open connection; null while there is none.</summary>
    public SessionState? Session { get; set; }

    /// <summary>What the latest session listens to, open or not, where it is not clean; null otherwise.</summary>
    public HubSubscriptions? Kept { get; private set; }

    /// <summary>Calls that wait for the device to connect; null where there are none.</summary>
    public List<PendingMethod>? Waiting { get; set; }

    /// <summary>Messages for the device; null where there never was one.</summary>
    public MessageQueue? Messages { get; set; }

    /// <summary>A device's modules by their ids; null where it never had one.</summary>
    public Dictionary<string, HubEntry>? Modules { get; set; }

    /// <summary>For <see cref="HubEntries"/> only.</summary>
    public void Store(HubIdentity next) => _identity = next;

    /// <summary>For <see cref="HubEntries"/> only.</summary>
    public void Store(HubTwin next) => _twin = next;

    /// <summary>For <see cref="HubEntries"/> only.</summary>
    public void Keep(HubSubscriptions? kept) => Kept = kept;
}
