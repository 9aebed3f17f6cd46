using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;

namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>The messages that wait for one device, in the order in which they were sent.</summary>
internal sealed class MessageQueue(HubEntry entry, FeedbackLog feedback, IMessageChanges? changes)
{
    private readonly List<QueuedMessage> _messages = [];
    private ushort _lastDeliveryId;

    public int Count => _messages.Count;

    /// <summary>When something happens by itself; null while the queue is empty.</summary>
    public DateTimeOffset? Due => _messages.Count == 0 ? null : _messages.Min(message => message.Due);

    /// <summary>When it is looked at again; null while nobody has to.</summary>
    public DateTimeOffset? Alarm { get; set; }

    public void Add(CloudMessage message)
    {
        changes?.Put(new KeptMessage(message, 0));
        Restore(new KeptMessage(message, 0));
    }

    /// <summary>Takes back what an earlier run has kept.</summary>
    public void Restore(KeptMessage kept)
    {
        _messages.Add(new QueuedMessage(kept.Message, kept.DeliveryCount));
        CountChanged();
    }

    /// <summary>Delivers what is not locked. A device that acknowledges has it for the time of the lock; for another one it is done.</summary>
    public IReadOnlyList<HubEffect> Deliver(DateTimeOffset now)
    {
        List<HubEffect> effects = [.. Sweep(now)];
        if (entry.Session is not { TakesMessages: true } session)
        {
            return effects;
        }

        foreach (var message in _messages.FindAll(message => !message.IsLocked))
        {
            if (session.AcknowledgesMessages)
            {
                message.Lock(session, message.DeliveryId == 0 ? NextDeliveryId() : message.DeliveryId, now + MessageLimits.LockTime);
                effects.Add(new HubEffect.MessageDelivered(session.Link, message.Message, message.DeliveryId, message.DeliveryCount > 1));
            }
            else
            {
                effects.Add(new HubEffect.MessageDelivered(session.Link, message.Message, DeliveryId: 0, IsRepeated: false));
                effects.AddRange(End(message, MessageEnd.Success, now));
            }
        }

        return effects;
    }

    /// <summary>The device has acknowledged a delivery. What this session was not sent changes nothing.</summary>
    public IReadOnlyList<HubEffect> Complete(SessionState session, ushort deliveryId, DateTimeOffset now) =>
        _messages.Find(message => message.DeliveryId == deliveryId && message.Holder == session) is { } message
            ? End(message, MessageEnd.Success, now)
            : HubEffect.None;

    /// <summary>The session has ended: what it had and did not acknowledge waits for the next one.</summary>
    public IReadOnlyList<HubEffect> Release(SessionState session, DateTimeOffset now)
    {
        foreach (var message in _messages.FindAll(message => message.Holder == session))
        {
            if (message.IsLocked)
            {
                changes?.Put(new KeptMessage(message.Message, message.DeliveryCount));
            }

            message.Release();
        }

        return Sweep(now);
    }

    /// <summary>Unlocks what was not acknowledged in time, and ends what has expired or was delivered too often.</summary>
    public IReadOnlyList<HubEffect> Sweep(DateTimeOffset now)
    {
        foreach (var late in _messages.FindAll(message => message.IsLocked && message.Due <= now))
        {
            late.Unlock();
            changes?.Put(new KeptMessage(late.Message, late.DeliveryCount));
        }

        return EndAll(message => message.EndAt(now), now);
    }

    /// <summary>Drops all messages, those that the device has too.</summary>
    public IReadOnlyList<HubEffect> Purge(DateTimeOffset now) => EndAll(_ => MessageEnd.Purged, now);

    private List<HubEffect> EndAll(Func<QueuedMessage, MessageEnd?> endOf, DateTimeOffset now)
    {
        var effects = new List<HubEffect>();
        foreach (var message in _messages.ToArray())
        {
            if (endOf(message) is { } end)
            {
                effects.AddRange(End(message, end, now));
            }
        }

        return effects;
    }

    private IReadOnlyList<HubEffect> End(QueuedMessage queued, MessageEnd end, DateTimeOffset now)
    {
        _messages.Remove(queued);
        changes?.Remove(queued.Message);
        CountChanged();
        return FeedbackRecord.IsWanted(queued.Message.Content.Feedback, end)
            ? [new HubEffect.FeedbackGiven(feedback, new FeedbackRecord(queued.Message, entry.Identity.GenerationId, end, now))]
            : HubEffect.None;
    }

    private ushort NextDeliveryId()
    {
        do
        {
            _lastDeliveryId = _lastDeliveryId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastDeliveryId + 1);
        }
        while (_messages.Exists(message => message.DeliveryId == _lastDeliveryId));

        return _lastDeliveryId;
    }

    private void CountChanged() => entry.Identity.Presence.MessageCount = _messages.Count;
}
