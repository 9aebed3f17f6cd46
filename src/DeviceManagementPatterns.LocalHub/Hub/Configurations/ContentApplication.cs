using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>
/// Writes a content into one device at once, and keeps no track of it: <c>applyConfigurationContent</c>. All of it or nothing: a
/// module that is not there is registered, desired properties that are named as a whole are replaced, others are merged.
/// </summary>
internal static class ContentApplication
{
    private const string Manager = "IotEdge";

    /// <exception cref="HubException">The device is unknown or cannot take the content, or the content breaks a limit.</exception>
    public static IReadOnlyList<HubEffect> Apply(HubState hub, HubIdentityId id, ConfigurationContent content, DateTimeOffset now)
    {
        var device = hub.Entries.Get(id);
        switch (content.Kind)
        {
            case ConfigurationKind.Module:
                throw ConfigurationRefusals.Content(
                    $"content has {ContentNames.Module}: a device takes {ContentNames.Device} or {ContentNames.EdgeModules}.");
            case ConfigurationKind.EdgeModules when !device.Identity.IsEdge:
                throw new HubException(
                    HubErrorCode.InvalidOperation, $"Device '{id}' is no IoT Edge device: set its capabilities.iotEdge before it gets modules.");
        }

        var writes = content.Parts.Select(part => (Id: new HubIdentityId(id.DeviceId, part.ModuleId), Write: WriteOf(part, hub))).ToArray();
        foreach (var (target, write) in writes)
        {
            TwinWriting.Apply(hub.Entries.Find(target)?.Twin ?? HubTwin.Create(now), write, now, hub.Shapes);
        }

        var missing = writes.Select(each => each.Id).Where(target => hub.Entries.Find(target) is null).ToArray();
        HubRegistry.CheckRoom(device, missing.Length);
        foreach (var target in missing)
        {
            hub.Registry.Create(target, new IdentityDraft { ManagedBy = Manager }, now);
        }

        return [.. writes.SelectMany(each => hub.Twins.Write(each.Id, each.Write, ETag.Any, now).Effects)];
    }

    private static TwinWrite WriteOf(ContentPart part, HubState hub) => new(Tags: null, part.ToPatch(hub.Shapes), part.IsWhole);
}
