using System.Globalization;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Hub.Sessions;

/// <summary>One connection's state: what it listens to and which calls are in flight on it.</summary>
internal sealed class SessionState(HubEntry entry, IDeviceLink link, bool isClean, HubSubscriptions? kept)
{
    private Dictionary<string, PendingMethod>? _inFlight;
    private int _lastRequest;

    public HubEntry Entry { get; } = entry;

    public IDeviceLink Link { get; } = link;

    public bool IsClean { get; } = isClean;

    /// <summary>True where an earlier session's subscriptions live on.</summary>
    public bool IsResumed { get; } = kept is not null;

    public HubSubscriptions Subscriptions { get; set; } = kept ?? HubSubscriptions.None;

    /// <summary>Nothing may be delivered before the link knows that it was accepted.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Why the session ended; null while it is open.</summary>
    public string? EndReason { get; private set; }

    public int InFlightCount => _inFlight?.Count ?? 0;

    public bool TakesMethods => Listens(HubSubscriptions.Methods);

    public bool TakesDesired => Listens(HubSubscriptions.Desired);

    public bool TakesMessages => Listens(HubSubscriptions.Messages);

    public bool AcknowledgesMessages => Subscriptions.HasFlag(HubSubscriptions.AcknowledgedMessages);

    /// <summary>Puts a call in flight under a number of its own, as IoT Hub counts them per connection.</summary>
    public void Add(PendingMethod method)
    {
        method.Session = this;
        method.RequestId = (++_lastRequest).ToString(CultureInfo.InvariantCulture);
        (_inFlight ??= new(StringComparer.Ordinal)).Add(method.RequestId, method);
    }

    /// <summary>A call in flight; null where it is not.</summary>
    public PendingMethod? Find(string requestId) => _inFlight?.GetValueOrDefault(requestId);

    /// <summary>Takes a call out of flight; null where it is not.</summary>
    public PendingMethod? Take(string requestId)
    {
        if (_inFlight is null || !_inFlight.Remove(requestId, out var method))
        {
            return null;
        }

        method.Session = null;
        return method;
    }

    /// <summary>Ends the session.</summary>
    /// <returns>The calls that were in flight.</returns>
    public IReadOnlyCollection<PendingMethod> End(string reason)
    {
        EndReason = reason;
        IReadOnlyCollection<PendingMethod> lost = _inFlight is { } inFlight ? [.. inFlight.Values] : [];
        _inFlight = null;
        foreach (var method in lost)
        {
            method.Session = null;
        }

        return lost;
    }

    private bool Listens(HubSubscriptions to) => IsAccepted && EndReason is null && (Subscriptions & to) != 0;
}
