using System.Net;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>How a local hub is started. The defaults suit a test: free ports on the loopback, nothing kept.</summary>
public sealed class LocalHubOptions
{
    /// <summary>
    /// The hub's name, without a port: what stands in its connection strings and certificate. Clients must reach it under this name.
    /// The default is <c>localhost</c>; an IP address is allowed.
    /// </summary>
    public string HostName { get; set; } = "localhost";

    /// <summary>
    /// Where to listen. The default, the loopback, is 127.0.0.1 and, where the machine has it, ::1;
    /// <see cref="IPAddress.Any"/> opens the hub to the network.
    /// </summary>
    public IPAddress ListenAddress { get; set; } = IPAddress.Loopback;

    /// <summary>The port for MQTT over TLS, 0 to 65535. The default, 0, takes a free one. Official SDKs insist on 8883.</summary>
    public int MqttsPort { get; set; }

    /// <summary>The port for HTTPS and MQTT over WebSockets, 0 to 65535. The default, 0, takes a free one. Official SDKs insist on 443.</summary>
    public int HttpsPort { get; set; }

    /// <summary>
    /// Where the development certificate authority is kept, so that a client trusts it once; made where it is missing.
    /// The default, null, makes a new authority for each hub and removes it at the end.
    /// </summary>
    public string? CertificateDirectory { get; set; }

    /// <summary>
    /// Where devices, twins and keys are kept, so that they outlive the hub; made where it is missing. A change is acknowledged once it is
    /// committed to SQLite with synchronous=FULL. One hub at a time. The default, null, keeps them in memory.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>The tier whose rates, quotas and gaps the hub has. The default, null, limits nothing of the kind.</summary>
    public HubTier? Tier { get; set; }

    /// <summary>
    /// How many units of the tier, from 1; at most 200, 10 of the largest size, and 1 where it is free. Rates and quotas grow with them.
    /// The default is 1.
    /// </summary>
    public int Units { get; set; } = 1;

    /// <summary>How traffic above the tier's rates is shaped.</summary>
    public ThrottlingOptions Throttling { get; set; } = new();

    /// <summary>The clock that tokens, timeouts and twins go by. The default is the machine's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the hub logs. The default, null, logs nothing. Keys and tokens are never logged.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}
