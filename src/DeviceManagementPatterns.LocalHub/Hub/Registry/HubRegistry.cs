using System.Globalization;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;
using DeviceManagementPatterns.LocalHub.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>Creates, changes and removes identities.</summary>
internal sealed class HubRegistry(HubEntries entries, HubSettings settings)
{
    private const int MaxModulesPerDevice = 20;

    private readonly RegistryStamps _stamps = new();

    /// <exception cref="HubException">The id is taken or not valid, or the draft breaks a rule.</exception>
    public HubIdentity Create(HubIdentityId id, IdentityDraft draft, DateTimeOffset now)
    {
        id.Check();
        CheckFree(id);
        CheckRoom(id);
        var identity = Apply(draft, new HubIdentity
        {
            Id = id,
            GenerationId = _stamps.NextGenerationId(now),
            ETag = _stamps.NextETag(now),
            Authentication = AuthenticationRules.Resolve(draft, settings.RandomBytes),
            Presence = new HubPresence(),
        });
        entries.Add(identity, HubTwin.Create(now));
        return identity;
    }

    /// <summary>Replaces an identity. Disabling it ends its session, and those of its modules.</summary>
    /// <exception cref="HubException">The identity is unknown, the stamp is stale, or the draft breaks a rule.</exception>
    public (HubIdentity Identity, IReadOnlyList<HubEffect> Effects) Update(HubIdentityId id, IdentityDraft draft, ETag ifMatch, DateTimeOffset now)
    {
        var entry = entries.Get(id);
        var before = entry.Identity;
        HubRefusals.CheckMatch("identity", id, before.ETag, ifMatch);
        var next = Apply(draft, before with { Authentication = AuthenticationRules.Resolve(draft, settings.RandomBytes) }) with
        {
            ETag = _stamps.NextETag(now),
            StatusUpdatedTime = draft.IsEnabled == before.IsEnabled ? before.StatusUpdatedTime : now,
        };
        entries.Store(entry, next);
        return (next, next.IsEnabled ? HubEffect.None : EndSessions(entry, $"'{id}' was disabled.", now));
    }

    /// <summary>Removes an identity with its twin, its modules and their sessions.</summary>
    /// <exception cref="HubException">The identity is unknown, or the stamp is stale.</exception>
    public IReadOnlyList<HubEffect> Delete(HubIdentityId id, ETag ifMatch, DateTimeOffset now)
    {
        var entry = entries.Get(id);
        HubRefusals.CheckMatch("identity", id, entry.Identity.ETag, ifMatch);
        List<HubEffect> effects = [.. EndSessions(entry, $"'{id}' was deleted.", now)];
        foreach (var gone in WithModules(entry))
        {
            effects.AddRange((gone.Waiting ?? []).Select(method => Forget(method, gone.Id)));
            gone.Waiting = null;
            effects.AddRange(gone.Messages?.Purge(now) ?? []);
        }

        foreach (var gone in WithModules(entry).Reverse().ToArray())
        {
            entries.Remove(gone);
        }

        return effects;
    }

    /// <summary>Refuses more modules than a device may have.</summary>
    /// <exception cref="HubException">413003.</exception>
    public static void CheckRoom(HubEntry device, int count)
    {
        var modules = device.Modules?.Count ?? 0;
        if (modules + count > MaxModulesPerDevice)
        {
            throw new HubException(HubErrorCode.TooManyModulesOnDevice, string.Create(
                CultureInfo.InvariantCulture,
                $"Device '{device.Id}' has {modules} modules and would get {count} more; at most {MaxModulesPerDevice} are allowed."));
        }
    }

    private static HubEffect.MethodFailed Forget(Methods.PendingMethod method, HubIdentityId id)
    {
        method.WaitsAt = null;
        return new HubEffect.MethodFailed(method, HubRefusals.NotFound(id));
    }

    private static HubIdentity Apply(IdentityDraft draft, HubIdentity identity) => identity with
    {
        IsEnabled = draft.IsEnabled,
        StatusReason = IdentityRules.CheckReason(draft.StatusReason),
        IsEdge = draft.IsEdge,
        DeviceScope = draft.DeviceScope,
        ParentScopes = draft.ParentScopes,
        ManagedBy = draft.ManagedBy,
    };

    private static IReadOnlyList<HubEffect> EndSessions(HubEntry entry, string reason, DateTimeOffset now) =>
        [.. WithModules(entry).SelectMany(each => HubSessions.End(each, reason, now))];

    private static IEnumerable<HubEntry> WithModules(HubEntry entry) => entry.Modules is { } modules ? [entry, .. modules.Values] : [entry];

    private void CheckFree(HubIdentityId id)
    {
        if (!id.IsModule)
        {
            if (entries.Find(id) is not null)
            {
                throw new HubException(HubErrorCode.DeviceAlreadyExists, $"A device with ID '{id}' is already registered.");
            }

            return;
        }

        var device = entries.Get(id.Device);
        if (entries.Find(id) is not null)
        {
            throw new HubException(
                HubErrorCode.ModuleAlreadyExistsOnDevice, $"A module with ID '{id.ModuleId}' is already registered on device '{id.DeviceId}'.");
        }

        CheckRoom(device, count: 1);
    }
    private void CheckRoom(HubIdentityId id)
    {
        if (!id.IsModule && entries.DeviceCount >= settings.MaxDevices)
        {
            throw new HubException(HubErrorCode.IotHubQuotaExceeded, $"The hub has {settings.MaxDevices} devices; its tier allows no more.");
        }

        if (entries.Count >= settings.MaxIdentities)
        {
            throw new HubException(
                HubErrorCode.IotHubQuotaExceeded, $"The hub has {settings.MaxIdentities} devices and modules; its tier allows no more.");
        }
    }
}
