using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;

namespace DeviceManagementPatterns.LocalHub.Hub.Methods;

/// <summary>
/// A direct method call on its way: it waits at a device that cannot be reached, or it is in flight on a session, or it has ended.
/// The hub's state moves it; how its caller learns of it is the caller's half.
/// </summary>
internal abstract class PendingMethod(MethodInvocation call)
{
    public MethodInvocation Call { get; } = call;

    /// <summary>Where the call waits for the device; null otherwise.</summary>
    public HubEntry? WaitsAt { get; set; }

    /// <summary>Where the call is in flight; null otherwise.</summary>
    public SessionState? Session { get; set; }

    /// <summary>Names the call on its session.</summary>
    public string RequestId { get; set; } = "";

    /// <summary>The call is in flight: send it, and start to wait for the answer.</summary>
    public abstract void Reach(IDeviceLink link);

    /// <summary>The call has ended without an answer.</summary>
    public abstract void Fail(HubException error);
}
