using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>The hub's automatic configurations. What they do to twins is not decided here.</summary>
internal sealed class HubConfigurations(int limit)
{
    private readonly Dictionary<string, HubConfiguration> _byId = new(StringComparer.Ordinal);
    private readonly RegistryStamps _stamps = new();
    private HubConfiguration[]? _all;
    private long _lastSequence;

    public int Count => _byId.Count;

    /// <summary>Who hears of every change; null where nothing is kept.</summary>
    public IConfigurationChanges? Changes { get; set; }

    public HubConfiguration? Find(string id) => _byId.GetValueOrDefault(id);

    /// <exception cref="HubException">404301.</exception>
    public HubConfiguration Get(string id) => Find(id) ?? throw ConfigurationRefusals.NotFound(id);

    /// <summary>In the order of their creation.</summary>
    public IReadOnlyList<HubConfiguration> All() => _all ??= [.. _byId.Values.OrderBy(each => each.Sequence)];

    /// <exception cref="HubException">400004, 400402, 409401 or 413101.</exception>
    public HubConfiguration Create(string id, ConfigurationDraft draft, DateTimeOffset now)
    {
        ConfigurationRules.CheckId(id);
        var content = draft.Content ?? throw ConfigurationRefusals.Content("content is missing: a configuration is created with it.");
        if (Find(id) is not null)
        {
            throw ConfigurationRefusals.Exists(id);
        }

        if (_byId.Count >= limit)
        {
            throw ConfigurationRefusals.TooMany(limit);
        }

        return Put(draft, new HubConfiguration
        {
            Id = id,
            Sequence = ++_lastSequence,
            ETag = _stamps.NextETag(now),
            Content = content,
            CreatedTime = now,
            LastUpdatedTime = now,
        });
    }

    /// <summary>Replaces all but the content, which may be left out or must be what it was.</summary>
    /// <exception cref="HubException">400402, 404301 or 412001.</exception>
    public HubConfiguration Update(string id, ConfigurationDraft draft, ETag ifMatch, DateTimeOffset now)
    {
        var before = Get(id);
        CheckMatch(before, ifMatch);
        if (draft.Content is { } content && !ContentEquality.AreEqual(content, before.Content))
        {
            throw ConfigurationRefusals.Content(
                $"The content of configuration '{id}' cannot be changed: create another configuration, of a higher priority, and delete this one.");
        }

        return Put(draft, before with { ETag = _stamps.NextETag(now), LastUpdatedTime = now });
    }

    /// <exception cref="HubException">404301 or 412001.</exception>
    public void Delete(string id, ETag ifMatch)
    {
        var configuration = Get(id);
        CheckMatch(configuration, ifMatch);
        _byId.Remove(id);
        _all = null;
        Changes?.Remove(configuration);
    }

    /// <summary>Takes back what an earlier run has kept.</summary>
    public void Restore(HubConfiguration configuration)
    {
        _lastSequence = Math.Max(_lastSequence, configuration.Sequence);
        _byId.Add(configuration.Id, configuration);
        _all = null;
    }

    private static void CheckMatch(HubConfiguration configuration, ETag expected)
    {
        if (expected.ToString() != ETag.Any.Value && expected != configuration.ETag)
        {
            throw ConfigurationRefusals.Stale(configuration.Id, configuration.ETag, expected);
        }
    }

    private HubConfiguration Put(ConfigurationDraft draft, HubConfiguration configuration)
    {
        var next = configuration with
        {
            SchemaVersion = draft.SchemaVersion,
            Labels = draft.Labels,
            TargetCondition = draft.TargetCondition,
            Priority = draft.Priority,
            Metrics = draft.Metrics,
        };
        _byId[next.Id] = next;
        _all = null;
        Changes?.Put(next);
        return next;
    }
}
