using System.Collections.Concurrent;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.HubQueries;
using DeviceManagementPatterns.LocalHub.Query;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Runtime.Configurations;

/// <summary>The hub's automatic configurations as its doors see them. A change has been applied to all twins when it is answered.</summary>
internal sealed class AutomaticConfigurations : IAsyncDisposable
{
    private readonly HubRuntime _hub;
    private readonly HubCore _core;
    private readonly QueryDialect _dialect;
    private readonly ConfigurationEvaluator _evaluator;
    private readonly ConcurrentDictionary<string, ConfigurationQueries> _compiled = new(StringComparer.Ordinal);

    public AutomaticConfigurations(HubRuntime hub, HubSettings settings, QueryDialect dialect)
    {
        (_hub, _core, _dialect) = (hub, hub.Core, dialect);
        _evaluator = new ConfigurationEvaluator(_core, settings, CompileAll, hub.Loggers.CreateLogger<AutomaticConfigurations>());
        if (All().Count > 0)
        {
            _ = _evaluator.EvaluateAsync(CancellationToken.None);
        }
    }

    /// <summary>Ends when no twin is being looked at any more.</summary>
    public Task Idle => _evaluator.Idle;

    /// <exception cref="HubException">404301.</exception>
    public ConfigurationSnapshot Get(string id)
    {
        HubConfiguration configuration;
        lock (_core.Gate)
        {
            configuration = _core.State.Configurations.Get(id);
        }

        return Count(configuration);
    }

    /// <summary>In the order of their creation; a number below 1 is none.</summary>
    public IReadOnlyList<ConfigurationSnapshot> List(int? top) =>
        [.. All().Take(top is >= 1 and var count ? count : int.MaxValue).Select(Count)];

    /// <summary>Creates a configuration, or changes one where <paramref name="ifMatch"/> is given.</summary>
    /// <exception cref="HubException">The body is malformed, a query in it is not valid, or the hub's rules are broken.</exception>
    public async Task<ConfigurationSnapshot> PutAsync(string id, ReadOnlyMemory<byte> body, ETag? ifMatch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var draft = ConfigurationBody.Read(id, body, _hub.Shapes);
        CheckQueries(draft, draft.Content ?? (ifMatch is null ? null : Find(id)?.Content));
        HubConfiguration configuration;
        StorageTicket ticket;
        lock (_core.Gate)
        {
            _core.CheckWritable();
            configuration = ifMatch is { } expected
                ? _core.State.Configurations.Update(id, draft, expected, _core.Now)
                : _core.State.Configurations.Create(id, draft, _core.Now);
            ticket = _core.Record(HubEffect.None);
        }

        await _core.AcknowledgeAsync(ticket, configuration).ConfigureAwait(false);
        await _evaluator.EvaluateAsync(cancellationToken).ConfigureAwait(false);
        return Count(configuration);
    }

    /// <exception cref="HubException">404301 or 412001.</exception>
    public async Task DeleteAsync(string id, ETag ifMatch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StorageTicket ticket;
        lock (_core.Gate)
        {
            _core.CheckWritable();
            _core.State.Configurations.Delete(id, ifMatch);
            ticket = _core.Record(HubEffect.None);
        }

        _compiled.TryRemove(id, out _);
        await _core.AcknowledgeAsync(ticket, id).ConfigureAwait(false);
        await _evaluator.EvaluateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Executes the body of <c>POST /configurations/testQueries</c>.</summary>
    /// <exception cref="HubException">The body is malformed.</exception>
    public ConfigurationTest Test(ReadOnlyMemory<byte> body) => ConfigurationTest.Of(ConfigurationBody.ReadTest(body), _dialect);

    /// <summary>Writes a content into one device, once.</summary>
    /// <exception cref="HubException">The device is unknown or cannot take it, or the content is not valid.</exception>
    public async Task ApplyContentAsync(HubIdentityId device, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var content = ConfigurationBody.ReadContent(body, _hub.Shapes);
        StorageTicket ticket;
        lock (_core.Gate)
        {
            _core.CheckWritable();
            ticket = _core.Record(ContentApplication.Apply(_core.State, device, content, _core.Now));
        }

        await _core.AcknowledgeAsync(ticket, device).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _evaluator.DisposeAsync();

    private HubConfiguration? Find(string id)
    {
        lock (_core.Gate)
        {
            return _core.State.Configurations.Find(id);
        }
    }

    private IReadOnlyList<HubConfiguration> All()
    {
        lock (_core.Gate)
        {
            return _core.State.Configurations.All();
        }
    }

    private void CheckQueries(ConfigurationDraft draft, ConfigurationContent? content)
    {
        if (content is not null)
        {
            ConfigurationQueries.Compile(
                new HubConfiguration
                {
                    Id = "new",
                    Sequence = 0,
                    ETag = default,
                    Content = content,
                    TargetCondition = draft.TargetCondition,
                    Metrics = draft.Metrics,
                },
                _dialect);
        }
    }

    private ConfigurationSnapshot Count(HubConfiguration configuration) => Compile(configuration).Count(_hub.DeviceTwins(), _hub.ModuleTwins());

    private IEnumerable<ConfigurationQueries> CompileAll() => All().Select(Compile);

    /// <summary>What was once accepted is understood, also where queries are strict now.</summary>
    private ConfigurationQueries Compile(HubConfiguration configuration)
    {
        if (_compiled.TryGetValue(configuration.Id, out var known) && ReferenceEquals(known.Configuration, configuration))
        {
            return known;
        }

        return _compiled[configuration.Id] = ConfigurationQueries.Compile(configuration, QueryDialect.Full);
    }
}
