using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>
/// The hub as its doors see it: the pure state behind one lock, with the clock, the timers and the sending of effects around it.
/// Calls that change what a restart must not lose are asynchronous, so that a storage can write them before they are acknowledged.
/// </summary>
internal sealed class HubRuntime(HubSettings settings, TimeProvider time, ILoggerFactory loggers)
{
    public string HostName => settings.HostName;

    public HubPolicies Policies { get; } = settings.Policies ?? HubPolicies.BuiltIn(settings.RandomBytes);

    public TimeProvider Time { get; } = time;

    public ILoggerFactory Loggers { get; } = loggers;

    /// <summary>Null where it does not exist. Also what authentication asks: keys, thumbprints, enabled.</summary>
    public HubIdentity? FindIdentity(HubIdentityId id) => throw new NotSupportedException();

    /// <exception cref="HubException">404001 or 404010.</exception>
    public HubIdentity GetIdentity(HubIdentityId id) => throw new NotSupportedException();

    public ValueTask<HubIdentity> CreateIdentityAsync(HubIdentityId id, IdentityDraft draft, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<HubIdentity> UpdateIdentityAsync(HubIdentityId id, IdentityDraft draft, ETag ifMatch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask DeleteIdentityAsync(HubIdentityId id, ETag ifMatch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IReadOnlyList<HubIdentity> ListDevices(int maxCount) => throw new NotSupportedException();

    public IReadOnlyList<HubIdentity> ListModules(string deviceId) => throw new NotSupportedException();

    /// <summary>Executes the body of <c>POST /devices</c>.</summary>
    public ValueTask<BulkResult> ExecuteBulkAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken) => throw new NotSupportedException();

    public HubStatistics GetStatistics() => throw new NotSupportedException();

    /// <summary>Connects an identity whose credentials the door has verified. An older session of the same identity is closed.</summary>
    /// <exception cref="HubException">The identity does not exist or is disabled.</exception>
    public HubSession OpenSession(HubIdentityId id, IDeviceLink link, bool cleanSession, string? modelId) => throw new NotSupportedException();

    public HubTwinRow? FindTwin(HubIdentityId id) => throw new NotSupportedException();

    /// <exception cref="HubException">404001 or 404010.</exception>
    public HubTwinRow GetTwin(HubIdentityId id) => throw new NotSupportedException();

    public ValueTask<HubTwinRow> PatchTwinAsync(HubIdentityId id, ReadOnlyMemory<byte> body, ETag ifMatch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<HubTwinRow> ReplaceTwinAsync(HubIdentityId id, ReadOnlyMemory<byte> body, ETag ifMatch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public HubTwinRows DeviceTwins() => throw new NotSupportedException();

    public HubTwinRows ModuleTwins() => throw new NotSupportedException();

    /// <summary>Calls a direct method and waits: first for the device to be reachable, then for its answer.</summary>
    /// <exception cref="HubException">400004, 404001, 404103, 404104, 413001, 502101 or 504101.</exception>
    public Task<MethodOutcome> InvokeMethodAsync(HubIdentityId id, MethodInvocation call, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
