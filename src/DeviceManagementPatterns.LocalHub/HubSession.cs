using System.Buffers;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Runtime;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>One connection of one identity, as its link sees it.</summary>
internal sealed class HubSession(HubCore core, SessionState state)
{
    public HubIdentityId Id => state.Entry.Id;

    /// <summary>True where subscriptions of an earlier connection live on.</summary>
    public bool SessionPresent => state.IsResumed;

    /// <summary>False once the hub or the link has ended the session.</summary>
    public bool IsOpen => state.EndReason is null;

    /// <summary>Where false, no twin answer is sent (the work is done all the same).</summary>
    public bool TwinResponsesSubscribed => state.Subscriptions.HasFlag(HubSubscriptions.TwinResponses);

    /// <summary>Ends when a restart cannot lose the subscriptions made so far. A clean session's are not kept, and need no waiting.</summary>
    /// <exception cref="HubException">They cannot be written.</exception>
    public Task SubscriptionsWritten { get; private set; } = Task.CompletedTask;

    public void SubscribeMethods(bool subscribed) => Subscribe(HubSubscriptions.Methods, subscribed);

    public void SubscribeTwinResponses(bool subscribed) => Subscribe(HubSubscriptions.TwinResponses, subscribed);

    public void SubscribeDesired(bool subscribed) => Subscribe(HubSubscriptions.Desired, subscribed);

    /// <summary>Cloud-to-device messages are delivered from now on, or not any more.</summary>
    /// <param name="subscribed">What was asked.</param>
    /// <param name="acknowledged">True where the device acknowledges each one; otherwise a message is done when it is sent.</param>
    public void SubscribeMessages(bool subscribed, bool acknowledged)
    {
        var wanted = acknowledged ? HubSubscriptions.Messages | HubSubscriptions.AcknowledgedMessages : HubSubscriptions.Messages;
        lock (core.Gate)
        {
            using var together = core.Together();
            core.Outbox.Add(core.State.Sessions.Subscribe(state, HubSubscriptions.Messages | HubSubscriptions.AcknowledgedMessages, subscribed: false));
            core.Outbox.Add(core.State.Sessions.Subscribe(state, wanted, subscribed));
            SubscriptionsWritten = state.IsClean ? Task.CompletedTask : core.Record(HubEffect.None).Written;
        }

        core.Messages.Deliver(state);
    }

    /// <summary>The device has a message. What is acknowledged twice or was never delivered here changes nothing.</summary>
    public void CompleteMessage(ushort deliveryId) => core.Messages.Complete(state, deliveryId);

    /// <summary>Writes the device's view: <c>{"desired":{…,"$version":n},"reported":{…,"$version":m}}</c>.</summary>
    /// <exception cref="HubException">The session has ended.</exception>
    public void WriteTwin(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, HubJson.WriterOptions);
        TwinDeviceView.Write(writer, ReadTwin());
    }

    /// <summary>The twin as it is now.</summary>
    /// <exception cref="HubException">The session has ended.</exception>
    public HubTwin ReadTwin()
    {
        HubSessions.CheckOpen(state);
        return state.Entry.Twin;
    }

    /// <summary>Merges a patch into the reported section and returns its new version.</summary>
    /// <exception cref="HubException">The patch is malformed, breaks a limit, or <paramref name="baseVersion"/> is stale (412).</exception>
    public ValueTask<long> PatchReportedAsync(ReadOnlyMemory<byte> patch, long? baseVersion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parsed = TwinBodies.ReadReported(patch.Span, core.State.Shapes);
        long version;
        StorageTicket ticket;
        lock (core.Gate)
        {
            core.CheckWritable();
            version = core.State.Twins.PatchReported(state, parsed, baseVersion, core.Now);
            ticket = core.Record(HubEffect.None);
        }

        return core.AcknowledgeAsync(ticket, version);
    }

    /// <summary>Hands over a device's answer. Late and unknown request ids are ignored. The body is kept, so it must not change.</summary>
    /// <returns>True where the hub has read the answer, wanted or not; false where the session has ended.</returns>
    public bool CompleteMethod(string requestId, int status, ReadOnlyMemory<byte> body) => core.Faults.IsOff
        ? HandOver(requestId, status, body)
        : new MethodReplyFault(this, core, state).Meet(requestId, () => HandOver(requestId, status, body));

    /// <summary>What becomes of something that the device asks or sends.</summary>
    public FaultDecision Meet(FaultOperation operation) => core.Faults.Decide(new FaultCall(operation, Id));

    /// <summary>Falls silent and stays open, as a fault.</summary>
    public void Freeze() => (state.Link as FaultyLink)?.Freeze();

    /// <summary>Ends the connection, as a fault.</summary>
    public void Disconnect(string reason) => (state.Link as FaultyLink)?.Disconnect(reason);

    /// <summary>Traffic arrived: bumps lastActivityTime.</summary>
    public void Touch() => state.Entry.Identity.Presence.Touch(core.Now);

    /// <summary>The link has ended: calls in flight fail, the identity is disconnected. The link is not told. Does nothing the second time.</summary>
    public void Close(string reason)
    {
        lock (core.Gate)
        {
            core.Outbox.Add(HubSessions.Close(state, reason, core.Now));
        }

        core.Outbox.Send();
        core.Faults.Indexes?.TellPresence(Id);
    }

    private bool HandOver(string requestId, int status, ReadOnlyMemory<byte> body)
    {
        MethodWait? wait;
        lock (core.Gate)
        {
            if (!IsOpen)
            {
                return false;
            }

            wait = (MethodWait?)HubMethods.Complete(state, requestId);
        }

        if (wait is not null)
        {
            Complete(wait, status, body);
        }

        return true;
    }

    private static void Complete(MethodWait wait, int status, ReadOnlyMemory<byte> body)
    {
        if (MethodRules.FaultOfAnswer(wait.Call.MethodName, body) is { } fault)
        {
            wait.Fail(fault);
            return;
        }

        wait.Complete(new MethodOutcome(status, body.IsEmpty ? MethodRules.NullPayload : body));
    }

    private void Subscribe(HubSubscriptions to, bool subscribed)
    {
        lock (core.Gate)
        {
            core.Outbox.Add(core.State.Sessions.Subscribe(state, to, subscribed));
            SubscriptionsWritten = state.IsClean ? Task.CompletedTask : core.Record(HubEffect.None).Written;
        }

        core.Outbox.Send();
    }
}
