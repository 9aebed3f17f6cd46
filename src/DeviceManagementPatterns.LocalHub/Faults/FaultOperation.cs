namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>Where something goes wrong. Its word in scripts and short forms is the name with a small first letter.</summary>
public enum FaultOperation
{
    /// <summary>A device's CONNECT, over sockets.</summary>
    Connect,

    /// <summary>A device's PINGREQ.</summary>
    Ping,

    /// <summary>A device's message to the hub, over sockets.</summary>
    Telemetry,

    /// <summary>A device reads its twin.</summary>
    TwinGet,

    /// <summary>A device patches its reported properties.</summary>
    ReportedPatch,

    /// <summary>The hub tells a device of a change of its desired properties.</summary>
    DesiredNotification,

    /// <summary>The hub hands a direct method to a device.</summary>
    MethodRequest,

    /// <summary>A device's answer to a direct method arrives at the hub.</summary>
    MethodReply,

    /// <summary>The hub hands a cloud-to-device message to a device.</summary>
    CloudToDevice,

    /// <summary>Any REST call of a back end.</summary>
    RestCall,

    /// <summary>Identities, bulk, statistics.</summary>
    Registry,

    /// <summary>A back end reads a twin.</summary>
    TwinRead,

    /// <summary>A back end patches or replaces a twin.</summary>
    TwinWrite,

    /// <summary>A back end calls a direct method.</summary>
    MethodCall,

    /// <summary>A back end runs a query.</summary>
    Query,

    /// <summary>A back end creates, reads, lists or cancels scheduled jobs.</summary>
    Job,

    /// <summary>The hub's clock: what tokens expire by, and what timestamps and the header <c>Date</c> say.</summary>
    Clock,
}
