using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;

/// <summary>Executes bulk registry requests. What one entry cannot do does not stop the others.</summary>
internal sealed class HubBulk(HubEntries entries, HubRegistry registry, HubTwins twins, TwinShapes shapes)
{
    public (BulkResult Result, IReadOnlyList<HubEffect> Effects) Execute(IReadOnlyList<BulkEntry> request, DateTimeOffset now)
    {
        var errors = new List<BulkError>();
        var warnings = new List<BulkWarning>();
        var effects = new List<HubEffect>();
        foreach (var entry in request)
        {
            try
            {
                effects.AddRange(Execute(entry, warnings, now));
            }
            catch (HubException exception)
            {
                errors.Add(new BulkError(entry.Id, entry.Mode, exception));
            }
        }

        return (new BulkResult(errors, warnings), effects);
    }

    private IReadOnlyList<HubEffect> Execute(BulkEntry entry, List<BulkWarning> warnings, DateTimeOffset now) => entry.Mode switch
    {
        ImportMode.Create => Create(entry, warnings, now),
        ImportMode.Update => registry.Update(entry.Id, entry.Draft, ETag.Any, now).Effects,
        ImportMode.UpdateIfMatchETag => registry.Update(entry.Id, entry.Draft, entry.ETag, now).Effects,
        ImportMode.Delete => registry.Delete(entry.Id, ETag.Any, now),
        ImportMode.DeleteIfMatchETag => registry.Delete(entry.Id, entry.ETag, now),
        ImportMode.UpdateTwin => WriteTwin(entry, ETag.Any, now),
        ImportMode.UpdateTwinIfMatchETag => WriteTwin(entry, entry.TwinETag, now),
        _ when entries.Find(entry.Id) is null => Create(entry, warnings, now),
        ImportMode.CreateOrUpdate => registry.Update(entry.Id, entry.Draft, ETag.Any, now).Effects,
        _ => registry.Update(entry.Id, entry.Draft, entry.ETag, now).Effects,
    };

    private IReadOnlyList<HubEffect> Create(BulkEntry entry, List<BulkWarning> warnings, DateTimeOffset now)
    {
        registry.Create(entry.Id, entry.Draft, now);
        try
        {
            return entry.HasTwin ? WriteTwin(entry, ETag.Any, now) : HubEffect.None;
        }
        catch (HubException exception)
        {
            warnings.Add(new BulkWarning(entry.Id, exception.Message));
            return HubEffect.None;
        }
    }

    private IReadOnlyList<HubEffect> WriteTwin(BulkEntry entry, ETag ifMatch, DateTimeOffset now) =>
        twins.Write(entry.Id, TwinBodies.ReadPatch(entry.Body.Span, shapes), ifMatch, now).Effects;
}
