using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.LocalHub.Runtime;
using DeviceManagementPatterns.LocalHub.Runtime.Messages;
using DeviceManagementPatterns.LocalHub.Runtime.Telemetry;
using DeviceManagementPatterns.LocalHub.Storage;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>
/// The hub as its doors see it: the pure state behind one lock, with the clock, the timers and the sending of effects around it.
/// Calls that change what a restart must not lose are asynchronous, so that a storage can write them before they are acknowledged.
/// </summary>
internal sealed class HubRuntime(
    HubSettings settings, TimeProvider time, ILoggerFactory loggers, HubStore? store = null, FaultEngine? faults = null, HubLimits? limits = null)
{
    private readonly HubCore _core = CoreOf(StateOf(settings, store), time, store, faults ?? new FaultEngine(time, loggers));

    public string HostName => settings.HostName;

    public HubPolicies Policies { get; } = store?.Policies ?? settings.Policies ?? HubPolicies.BuiltIn(settings.RandomBytes);

    public TimeProvider Time { get; } = time;

    public ILoggerFactory Loggers { get; } = loggers;

    public MessageDesk Messages => _core.Messages;

    /// <summary>What devices have sent.</summary>
    public TelemetryBuffer Telemetry { get; } = new(settings.MaxTelemetryMessages, settings.MaxTelemetryBytes);

    /// <summary>What the hub's tier allows; each door asks it.</summary>
    public HubLimits Limits { get; } = limits ?? HubLimits.Off(time, loggers);

    /// <summary>Makes equal names and shapes one; for queries that look members up.</summary>
    public TwinShapes Shapes => _core.State.Shapes;

    /// <summary>The state with its lock, for what has calls of its own.</summary>
    public HubCore Core => _core;

    /// <summary>What goes wrong on purpose.</summary>
    public FaultEngine Faults => _core.Faults;

    private HubState State => _core.State;

    /// <summary>Null where it does not exist. Also what authentication asks: keys, thumbprints, enabled.</summary>
    public HubIdentity? FindIdentity(HubIdentityId id)
    {
        lock (_core.Gate)
        {
            return State.Entries.Find(id)?.Identity;
        }
    }

    /// <exception cref="HubException">404001 or 404010.</exception>
    public HubIdentity GetIdentity(HubIdentityId id)
    {
        lock (_core.Gate)
        {
            return State.Entries.Get(id).Identity;
        }
    }

    /// <exception cref="HubException">The id is taken or not valid, or the draft breaks a rule.</exception>
    public ValueTask<HubIdentity> CreateIdentityAsync(HubIdentityId id, IdentityDraft draft, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HubIdentity identity;
        StorageTicket ticket;
        lock (_core.Gate)
        {
            _core.CheckWritable();
            identity = State.Registry.Create(id, draft, _core.Now);
            ticket = _core.Record(HubEffect.None);
        }

        return _core.AcknowledgeAsync(ticket, identity);
    }

    /// <exception cref="HubException">The identity is unknown, the stamp is stale, or the draft breaks a rule.</exception>
    public ValueTask<HubIdentity> UpdateIdentityAsync(HubIdentityId id, IdentityDraft draft, ETag ifMatch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HubIdentity identity;
        StorageTicket ticket;
        lock (_core.Gate)
        {
            _core.CheckWritable();
            (identity, var effects) = State.Registry.Update(id, draft, ifMatch, _core.Now);
            ticket = _core.Record(effects);
        }

        return _core.AcknowledgeAsync(ticket, identity);
    }

    /// <exception cref="HubException">The identity is unknown, or the stamp is stale.</exception>
    public async ValueTask DeleteIdentityAsync(HubIdentityId id, ETag ifMatch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StorageTicket ticket;
        lock (_core.Gate)
        {
            _core.CheckWritable();
            using var together = _core.Together();
            ticket = _core.Record(State.Registry.Delete(id, ifMatch, _core.Now));
        }

        await _core.AcknowledgeAsync(ticket, id).ConfigureAwait(false);
    }

    /// <summary>Devices in the order of their creation; a count outside 1 to 1000 is 1000.</summary>
    public IReadOnlyList<HubIdentity> ListDevices(int maxCount) =>
        [.. DeviceTwins().Take(maxCount is >= 1 and <= 1000 ? maxCount : 1000).Select(row => row.Identity)];

    /// <exception cref="HubException">404001.</exception>
    public IReadOnlyList<HubIdentity> ListModules(string deviceId)
    {
        lock (_core.Gate)
        {
            var device = State.Entries.Get(new HubIdentityId(deviceId));
            return device.Modules is { } modules ? [.. modules.Values.Select(module => module.Identity)] : [];
        }
    }

    /// <summary>Executes a bulk request; what single entries cannot do stands in the result.</summary>
    /// <exception cref="HubException">The storage has failed.</exception>
    public ValueTask<BulkResult> ExecuteBulkAsync(IReadOnlyList<BulkEntry> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BulkResult result;
        StorageTicket ticket;
        lock (_core.Gate)
        {
            _core.CheckWritable();
            (result, var effects) = State.Bulk.Execute(request, _core.Now);
            ticket = _core.Record(effects);
        }

        return _core.AcknowledgeAsync(ticket, result);
    }

    public HubStatistics GetStatistics() => HubStatistics.Of(DeviceTwins());

    /// <summary>Connects an identity whose credentials the door has verified. An older session of the same identity is closed.</summary>
    /// <remarks>A new model id is written without being waited for: the device names it again with every connection.</remarks>
    /// <exception cref="HubException">The identity does not exist or is disabled, or a model id cannot be written any more.</exception>
    public HubSession OpenSession(HubIdentityId id, IDeviceLink link, bool cleanSession, string? modelId)
    {
        SessionState session;
        link = new FaultyLink(link, id, _core);
        lock (_core.Gate)
        {
            if (modelId is not null)
            {
                _core.CheckWritable();
            }

            (session, var effects) = State.Sessions.Open(id, link, cleanSession, modelId, _core.Now);
            _core.Outbox.Add(effects);
        }

        _core.Outbox.Send();
        link.Accept(session.IsResumed);
        lock (_core.Gate)
        {
            _core.Outbox.Add(HubSessions.Accept(session));
        }

        _core.Messages.Deliver(session);
        Faults.Indexes?.TellPresence(id);
        return new HubSession(_core, session);
    }

    /// <summary>Ends an identity's connection, as a fault.</summary>
    /// <returns>False where there was none.</returns>
    /// <exception cref="HubException">404001 or 404010.</exception>
    public bool Disconnect(HubIdentityId id, string reason)
    {
        FaultyLink? link;
        lock (_core.Gate)
        {
            link = State.Entries.Get(id).Session?.Link as FaultyLink;
        }

        link?.Disconnect(reason);
        return link is not null;
    }

    public HubTwinRow? FindTwin(HubIdentityId id)
    {
        lock (_core.Gate)
        {
            return State.Entries.Find(id)?.Row;
        }
    }

    /// <exception cref="HubException">404001 or 404010.</exception>
    public HubTwinRow GetTwin(HubIdentityId id)
    {
        lock (_core.Gate)
        {
            return State.Entries.Get(id).Row;
        }
    }

    /// <summary>Executes <c>PATCH /twins/{id}</c>.</summary>
    /// <exception cref="HubException">The identity is unknown, the stamp is stale, or the body is malformed or breaks a limit.</exception>
    public ValueTask<HubTwinRow> PatchTwinAsync(HubIdentityId id, ReadOnlyMemory<byte> body, ETag ifMatch, CancellationToken cancellationToken) =>
        WriteTwinAsync(id, TwinBodies.ReadPatch(body.Span, Shapes), ifMatch, cancellationToken);

    /// <summary>Executes <c>PATCH /twins/{id}</c> for a job: under the gate <paramref name="around"/> is given the write, to note it with it.</summary>
    /// <exception cref="HubException">The identity is unknown, the stamp is stale, or the body is malformed or breaks a limit.</exception>
    public ValueTask<HubTwinRow> PatchTwinAsync(
        HubIdentityId id, ReadOnlyMemory<byte> body, ETag ifMatch, Action<Action> around, CancellationToken cancellationToken) =>
        WriteTwinAsync(id, TwinBodies.ReadPatch(body.Span, Shapes), ifMatch, cancellationToken, around);

    /// <summary>Executes <c>PUT /twins/{id}</c>.</summary>
    /// <exception cref="HubException">The identity is unknown, the stamp is stale, or the body is malformed or breaks a limit.</exception>
    public ValueTask<HubTwinRow> ReplaceTwinAsync(HubIdentityId id, ReadOnlyMemory<byte> body, ETag ifMatch, CancellationToken cancellationToken) =>
        WriteTwinAsync(id, TwinBodies.ReadReplacement(body.Span, Shapes), ifMatch, cancellationToken);

    /// <summary>A snapshot of all device twins; cheap.</summary>
    public HubTwinRows DeviceTwins()
    {
        lock (_core.Gate)
        {
            return State.Entries.DeviceRows();
        }
    }

    /// <summary>A snapshot of all module twins; cheap.</summary>
    public HubTwinRows ModuleTwins()
    {
        lock (_core.Gate)
        {
            return State.Entries.ModuleRows();
        }
    }

    /// <summary>Calls a direct method and waits: first for the device to be reachable, then for its answer.</summary>
    /// <exception cref="HubException">400004, 403800, 404001, 404010, 404103, 404104, 413001, 502101 or 504101.</exception>
    public Task<MethodOutcome> InvokeMethodAsync(HubIdentityId id, MethodInvocation call, CancellationToken cancellationToken) =>
        InvokeMethodAsync(id, call, beforeSending: null, cancellationToken);

    /// <summary>As above; the call is sent to the reachable device once <paramref name="beforeSending"/> has ended, or fails with its error.</summary>
    /// <exception cref="HubException">400004, 403800, 404001, 404010, 404103, 404104, 413001, 502101 or 504101.</exception>
    public async Task<MethodOutcome> InvokeMethodAsync(
        HubIdentityId id, MethodInvocation call, Func<Task>? beforeSending, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MethodRules.Check(call);
        using var wait = new MethodWait(_core, id, call, beforeSending);
        IDeviceLink? link;
        lock (_core.Gate)
        {
            link = State.Methods.Begin(id, wait);
            if (link is null)
            {
                wait.StartConnectTimer();
            }
        }

        using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((MethodWait)state!).Cancel(token), wait);
        if (link is not null)
        {
            wait.Reach(link);
        }

        return await wait.Answer.ConfigureAwait(false);
    }

    private static HubCore CoreOf(HubState state, TimeProvider time, HubStore? store, FaultEngine faults)
    {
        var core = new HubCore(state, time, store?.Writer) { Faults = faults };
        faults.Indexes = new StaleIndexes(core, time);
        return core;
    }

    private static HubState StateOf(HubSettings settings, HubStore? store)
    {
        var state = new HubState(settings);
        store?.Restore(state);
        return state;
    }

    private ValueTask<HubTwinRow> WriteTwinAsync(
        HubIdentityId id, TwinWrite write, ETag ifMatch, CancellationToken cancellationToken, Action<Action>? around = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HubTwinRow row = default;
        var effects = HubEffect.None;
        StorageTicket ticket;
        lock (_core.Gate)
        {
            _core.CheckWritable();
            if (around is null)
            {
                Write();
            }
            else
            {
                around(Write);
            }

            ticket = _core.Record(effects);
        }

        return _core.AcknowledgeAsync(ticket, row);

        void Write() => (row, effects) = State.Twins.Write(id, write, ifMatch, _core.Now);
    }
}
