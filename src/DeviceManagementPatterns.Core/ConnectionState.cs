namespace DeviceManagementPatterns;

/// <summary>What a device client knows about its link to the hub.</summary>
public enum ConnectionState
{
    /// <summary>Not told yet: a client that was opened by someone else tells its state only when it changes.</summary>
    Unknown,

    /// <summary>The link is up.</summary>
    Connected,

    /// <summary>The link is down and the client is trying to bring it back.</summary>
    Reconnecting,

    /// <summary>The link is down and stays so until someone opens it.</summary>
    Disconnected,
}
