using System.Net;
using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.LocalHub.Faults;
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
    /// Where devices, twins, keys, jobs, configurations, messages and kept sessions stand, so that they outlive the hub; made where it is missing. A change is
    /// acknowledged once it is committed to SQLite with synchronous=FULL. One hub at a time. The default, null, keeps all in memory.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>
    /// The certificate authorities, roots or intermediate ones, that sign the certificates of devices of type <c>certificateAuthority</c>; as
    /// in <c>options.DeviceCertificateAuthorities.ImportFromPemFile("ca.pem")</c>. None by default: then no such device connects.
    /// </summary>
    public X509Certificate2Collection DeviceCertificateAuthorities { get; } = [];

    /// <summary>
    /// How long a device's link outlives its token, zero to 1 day. The default, zero, ends it at the token's expiry (<c>se</c>); IoT Hub lets
    /// some links live about 10 minutes longer. An expired token opens no link in any case.
    /// </summary>
    public TimeSpan TokenExpiryGrace { get; set; }

    /// <summary>
    /// Refuses queries, conditions of jobs and of configurations that work here but are not known to work on Azure IoT Hub.
    /// The default, false, takes all that LocalHub understands.
    /// </summary>
    public bool StrictQueries { get; set; }

    /// <summary>
    /// How often the conditions of automatic configurations are looked at even where nothing has changed, from 1 second to 1 day.
    /// The default is 5 minutes. A change of a configuration is followed at once, a change of a twin within about a second.
    /// </summary>
    public TimeSpan ConfigurationInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many device-to-cloud messages are kept in memory for readers, 1 to 1,000,000. The oldest goes first. The default is 10,000.</summary>
    public int MaxTelemetryMessages { get; set; } = 10_000;

    /// <summary>How many bytes of them are kept, from 1 MB to 1 GB. The default is 16 MB.</summary>
    public long MaxTelemetryBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// What goes wrong from the start. The default, null, is nothing; <see cref="LocalIotHub.Faults"/> adds and removes rules later.
    /// </summary>
    public FaultScript? Faults { get; set; }

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
