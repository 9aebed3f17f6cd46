using System.Buffers;
using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>One connection of one identity, as its link sees it.</summary>
internal sealed class HubSession
{
    public HubIdentityId Id => throw new NotSupportedException();

    /// <summary>True where subscriptions of an earlier connection live on.</summary>
    public bool SessionPresent => throw new NotSupportedException();

    /// <summary>Where false, no twin answer is sent (the work is done all the same).</summary>
    public bool TwinResponsesSubscribed => throw new NotSupportedException();

    public void SubscribeMethods(bool subscribed) => throw new NotSupportedException();

    public void SubscribeTwinResponses(bool subscribed) => throw new NotSupportedException();

    public void SubscribeDesired(bool subscribed) => throw new NotSupportedException();

    /// <summary>Writes the device's view: <c>{"desired":{…,"$version":n},"reported":{…,"$version":m}}</c>.</summary>
    public void WriteTwin(IBufferWriter<byte> output) => throw new NotSupportedException();

    /// <summary>Merges a patch into the reported section and returns its new version.</summary>
    /// <exception cref="HubException">The patch is malformed, breaks a limit, or <paramref name="baseVersion"/> is stale (412).</exception>
    public ValueTask<long> PatchReportedAsync(ReadOnlyMemory<byte> patch, long? baseVersion, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Hands over a device's answer. Late and unknown request ids are ignored. The body is kept, so it must not change.</summary>
    public void CompleteMethod(string requestId, int status, ReadOnlyMemory<byte> body) => throw new NotSupportedException();

    /// <summary>Traffic arrived: bumps lastActivityTime.</summary>
    public void Touch() => throw new NotSupportedException();

    /// <summary>The link has ended, or shall: calls in flight fail, the identity is disconnected. Does nothing the second time.</summary>
    public void Close(string reason) => throw new NotSupportedException();
}
