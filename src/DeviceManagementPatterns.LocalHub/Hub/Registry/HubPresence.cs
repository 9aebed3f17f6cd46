namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>
/// Whether an identity is connected, when it was last heard, and how many messages wait for it: live, and shared by all of its
/// versions, because it changes with every packet.
/// </summary>
internal sealed class HubPresence
{
    private long _stateUpdatedTicks;
    private long _lastActivityTicks;
    private volatile bool _isConnected;
    private volatile int _messageCount;

    public bool IsConnected => _isConnected;

    public DateTimeOffset StateUpdatedTime => new(Volatile.Read(ref _stateUpdatedTicks), TimeSpan.Zero);

    public DateTimeOffset LastActivityTime => new(Volatile.Read(ref _lastActivityTicks), TimeSpan.Zero);

    /// <summary>How many cloud-to-device messages wait, those that the device has and did not acknowledge among them.</summary>
    public int MessageCount
    {
        get => _messageCount;
        set => _messageCount = value;
    }

    /// <summary>As it is now, and stays.</summary>
    public HubPresence Copy()
    {
        var copy = new HubPresence();
        copy.Set(_isConnected, StateUpdatedTime);
        copy.Touch(LastActivityTime);
        copy.MessageCount = MessageCount;
        return copy;
    }

    public void Touch(DateTimeOffset now) => Volatile.Write(ref _lastActivityTicks, now.UtcTicks);

    public void Set(bool isConnected, DateTimeOffset now)
    {
        Volatile.Write(ref _stateUpdatedTicks, now.UtcTicks);
        _isConnected = isConnected;
    }
}
