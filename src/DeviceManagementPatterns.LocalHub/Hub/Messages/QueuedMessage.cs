using DeviceManagementPatterns.LocalHub.Hub.Sessions;

namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>A message in its device's queue. While it is locked the device has it, and its acknowledgement is waited for.</summary>
internal sealed class QueuedMessage(CloudMessage message, int deliveryCount)
{
    private DateTimeOffset? _lockedUntil;

    public CloudMessage Message { get; } = message;

    public int DeliveryCount { get; private set; } = deliveryCount;

    /// <summary>Names the message on the link, the same for as long as it is queued; 0 before it was delivered.</summary>
    public ushort DeliveryId { get; private set; }

    /// <summary>The session that had it last and is still open; its acknowledgement counts even after the lock's end.</summary>
    public SessionState? Holder { get; private set; }

    public bool IsLocked => _lockedUntil is not null;

    /// <summary>When something happens to it by itself: its lock ends, or it expires.</summary>
    public DateTimeOffset Due => _lockedUntil ?? Message.ExpiryTime;

    public void Lock(SessionState holder, ushort deliveryId, DateTimeOffset until)
    {
        (Holder, DeliveryId, _lockedUntil) = (holder, deliveryId, until);
        DeliveryCount++;
    }

    public void Unlock() => _lockedUntil = null;

    public void Release()
    {
        Holder = null;
        Unlock();
    }

    /// <summary>Why it cannot be delivered any more; null where it can, or the device has it.</summary>
    public MessageEnd? EndAt(DateTimeOffset now) => this switch
    {
        { IsLocked: true } => null,
        { DeliveryCount: >= MessageLimits.MaxDeliveryCount } => MessageEnd.DeliveryCountExceeded,
        _ => Message.ExpiryTime <= now ? MessageEnd.Expired : null,
    };
}
