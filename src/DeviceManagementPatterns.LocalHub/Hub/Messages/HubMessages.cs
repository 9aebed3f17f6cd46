using System.Globalization;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;

namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>Cloud-to-device messages: queued for each device, delivered to those that listen. Whoever uses it sweeps at <see cref="NextAlarm"/>.</summary>
internal sealed class HubMessages(HubEntries entries)
{
    private readonly PriorityQueue<HubEntry, DateTimeOffset> _alarms = new();
    private long _lastSequence;

    /// <summary>Who hears of every change; null where nothing is kept.</summary>
    public IMessageChanges? Changes { get; set; }

    public FeedbackLog Feedback { get; } = new();

    /// <summary>When to sweep next; null where nothing waits.</summary>
    public DateTimeOffset? NextAlarm => _alarms.TryPeek(out _, out var at) ? at : null;

    /// <summary>Queues a message; a device that listens gets it at once.</summary>
    /// <exception cref="HubException">404001, 403004, or 400004 for the expiry time.</exception>
    public (CloudMessage Message, IReadOnlyList<HubEffect> Effects) Send(string deviceId, CloudToDeviceMessage content, DateTimeOffset now)
    {
        var entry = entries.Get(new HubIdentityId(deviceId));
        var expires = MessageRules.ExpiryOf(content, now);
        var queue = QueueOf(entry);
        var effects = queue.Sweep(now);
        if (queue.Count >= MessageLimits.MaxQueueDepth)
        {
            throw new HubException(HubErrorCode.DeviceMaximumQueueDepthExceeded, string.Create(
                CultureInfo.InvariantCulture,
                $"{MessageLimits.MaxQueueDepth} messages wait for '{deviceId}' already. Let the device take them, or purge its queue."));
        }

        var message = new CloudMessage(++_lastSequence, deviceId, content, now, expires);
        queue.Add(message);
        return (message, [.. effects, .. Deliver(entry, now)]);
    }

    /// <summary>Delivers what waits, where the device's session listens.</summary>
    public IReadOnlyList<HubEffect> Deliver(HubEntry entry, DateTimeOffset now)
    {
        if (entry.Messages is not { } queue)
        {
            return HubEffect.None;
        }

        var effects = queue.Deliver(now);
        Schedule(entry, queue);
        return effects;
    }

    /// <summary>The device has acknowledged a delivery.</summary>
    public static IReadOnlyList<HubEffect> Complete(SessionState session, ushort deliveryId, DateTimeOffset now) =>
        session.EndReason is null && session.Entry.Messages is { } queue ? queue.Complete(session, deliveryId, now) : HubEffect.None;

    /// <summary>Drops all messages that wait for a device.</summary>
    /// <exception cref="HubException">404001.</exception>
    public (int Count, IReadOnlyList<HubEffect> Effects) Purge(string deviceId, DateTimeOffset now)
    {
        if (entries.Get(new HubIdentityId(deviceId)).Messages is not { } queue)
        {
            return (0, HubEffect.None);
        }

        var expired = queue.Sweep(now);
        var count = queue.Count;
        return (count, [.. expired, .. queue.Purge(now)]);
    }

    /// <summary>Does what is due: messages expire, and what was not acknowledged in time is delivered again.</summary>
    public IReadOnlyList<HubEffect> Sweep(DateTimeOffset now)
    {
        var effects = new List<HubEffect>();
        while (_alarms.TryPeek(out var entry, out var at) && at <= now)
        {
            _alarms.Dequeue();
            if (entry.Messages is { } queue && queue.Alarm == at)
            {
                queue.Alarm = null;
                effects.AddRange(Deliver(entry, now));
            }
        }

        return effects;
    }

    /// <summary>Takes back what an earlier run has kept, in the order of the sequence.</summary>
    public void Restore(KeptMessage kept)
    {
        _lastSequence = Math.Max(_lastSequence, kept.Message.Sequence);
        if (entries.Find(new HubIdentityId(kept.Message.DeviceId)) is { } entry)
        {
            var queue = QueueOf(entry);
            queue.Restore(kept);
            Schedule(entry, queue);
        }
    }

    private MessageQueue QueueOf(HubEntry entry) => entry.Messages ??= new MessageQueue(entry, Feedback, Changes);

    private void Schedule(HubEntry entry, MessageQueue queue)
    {
        if (queue.Due is { } due && (queue.Alarm is null || due < queue.Alarm))
        {
            queue.Alarm = due;
            _alarms.Enqueue(entry, due);
        }
    }
}
