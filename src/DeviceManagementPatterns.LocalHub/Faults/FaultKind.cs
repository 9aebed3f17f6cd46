namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>What goes wrong. Its word in scripts and short forms is the name with a small first letter.</summary>
public enum FaultKind
{
    /// <summary>Lost on its way: the hub, or the device, never sees it, and nothing is answered.</summary>
    Drop,

    /// <summary>The hub does it, and its answer is lost.</summary>
    LoseReply,

    /// <summary>What the hub sends leaves later; what was asked for is done at once.</summary>
    Delay,

    /// <summary>It arrives more than once.</summary>
    Duplicate,

    /// <summary>The hub refuses it with a code of your choice, and does nothing.</summary>
    Refuse,

    /// <summary>The hub refuses it with 429xxx, and does nothing.</summary>
    Throttle,

    /// <summary>The hub ends the device's connection instead.</summary>
    Disconnect,

    /// <summary>From now on the hub is silent on this connection, and keeps it open: a half-open link.</summary>
    Freeze,

    /// <summary>A query is answered from an index that lags.</summary>
    Stale,

    /// <summary>The hub's clock is wrong.</summary>
    Skew,
}
