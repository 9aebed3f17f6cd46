using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;

namespace DeviceManagementPatterns.LocalHub.Runtime.Messages;

/// <summary>Cloud-to-device messages as the hub's doors see them, with the clock that unlocks and expires them.</summary>
internal sealed class MessageDesk : IDisposable
{
    private readonly HubCore _core;
    private readonly ITimer _alarm;
    private DateTimeOffset _alarmTime = DateTimeOffset.MaxValue;

    public MessageDesk(HubCore core)
    {
        _core = core;
        _alarm = core.Time.CreateTimer(static state => ((MessageDesk)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (core.Gate)
        {
            SetAlarm();
        }
    }

    public FeedbackLog Feedback => _core.State.Messages.Feedback;

    /// <summary>Queues a message; a device that listens gets it at once.</summary>
    /// <exception cref="HubException">404001, 403004, 413001 or 400004.</exception>
    public ValueTask<CloudMessage> SendAsync(string deviceId, CloudToDeviceMessage content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var taken = MessageRules.Take(deviceId, content, Guid.NewGuid().ToString());
        CloudMessage message;
        StorageTicket ticket;
        lock (_core.Gate)
        {
            _core.CheckWritable();
            (message, var effects) = _core.State.Messages.Send(deviceId, taken, _core.Now);
            ticket = _core.Record(effects);
            SetAlarm();
        }

        return _core.AcknowledgeAsync(ticket, message);
    }

    /// <returns>How many messages were dropped.</returns>
    /// <exception cref="HubException">404001.</exception>
    public ValueTask<int> PurgeAsync(string deviceId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int count;
        StorageTicket ticket;
        lock (_core.Gate)
        {
            _core.CheckWritable();
            (count, var effects) = _core.State.Messages.Purge(deviceId, _core.Now);
            ticket = _core.Record(effects);
        }

        return _core.AcknowledgeAsync(ticket, count);
    }

    /// <summary>Delivers what waits, where the session listens.</summary>
    public void Deliver(SessionState session) => Change((messages, now) => messages.Deliver(session.Entry, now));

    public void Complete(SessionState session, ushort deliveryId) => Change((_, now) => HubMessages.Complete(session, deliveryId, now));

    public void Dispose() => _alarm.Dispose();

    private void Sweep() => Change((messages, now) =>
    {
        _alarmTime = DateTimeOffset.MaxValue;
        return messages.Sweep(now);
    });

    private void Change(Func<HubMessages, DateTimeOffset, IReadOnlyList<HubEffect>> change)
    {
        StorageTicket ticket;
        lock (_core.Gate)
        {
            var effects = change(_core.State.Messages, _core.Now);
            ticket = effects.Count == 0 ? StorageTicket.Settled : _core.Record(effects);
            SetAlarm();
        }

        _core.SendOnceWritten(ticket);
    }

    /// <summary>A timer counts whole milliseconds, so it is set to one more: it must not come too early.</summary>
    private void SetAlarm()
    {
        if (_core.State.Messages.NextAlarm is { } at && at < _alarmTime)
        {
            _alarmTime = at;
            var wait = Math.Ceiling(Math.Max((at - _core.Now).TotalMilliseconds, 1));
            _alarm.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
        }
    }
}
