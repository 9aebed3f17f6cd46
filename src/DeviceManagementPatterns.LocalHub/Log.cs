using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Limits;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>All log messages of LocalHub: 11xx links, 15xx REST, 16xx jobs, 17xx the store, 180x faults, 182x limits, 184x configurations, 19xx start and end. A number is never reused; keys and tokens stand in none.</summary>
internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Information, "Device {DeviceId} has connected over MQTT ({ClientType}, keep-alive {KeepAlive} s).")]
    public static partial void DeviceConnected(this ILogger logger, string deviceId, string clientType, int keepAlive);

    [LoggerMessage(1102, LogLevel.Information, "Device {DeviceId} is disconnected: {Reason}.")]
    public static partial void DeviceDisconnected(this ILogger logger, string deviceId, string reason);

    [LoggerMessage(1103, LogLevel.Warning, "Device {DeviceId} was refused: {Reason}.")]
    public static partial void DeviceRefused(this ILogger logger, string deviceId, string reason);

    [LoggerMessage(1104, LogLevel.Debug, "A connection ended before it was a device's: {Reason}.")]
    public static partial void ConnectionRefused(this ILogger logger, string reason);

    [LoggerMessage(1501, LogLevel.Debug, "{Method} {Path} is answered with error {Code}: {Reason}")]
    public static partial void RestRefused(this ILogger logger, string method, string path, int code, string reason);

    [LoggerMessage(1502, LogLevel.Debug, "The caller of {Method} {Path} has gone.")]
    public static partial void RestAborted(this ILogger logger, string method, string path);

    [LoggerMessage(1503, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RestFailed(this ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(1601, LogLevel.Information, "Job {JobId} starts on {DeviceCount} devices.")]
    public static partial void JobStarted(this ILogger logger, string jobId, int deviceCount);

    [LoggerMessage(1602, LogLevel.Information, "Job {JobId} has ended: {Status}.")]
    public static partial void JobEnded(this ILogger logger, string jobId, JobStatus status);

    [LoggerMessage(1603, LogLevel.Information, "Job {JobId} was stopped.")]
    public static partial void JobStopped(this ILogger logger, string jobId);

    [LoggerMessage(1604, LogLevel.Error, "Job {JobId} broke.")]
    public static partial void JobBroke(this ILogger logger, string jobId, Exception exception);

    [LoggerMessage(1701, LogLevel.Information, "State is kept in {File}; {Count} identities were there.")]
    public static partial void StoreOpened(this ILogger logger, string file, int count);

    [LoggerMessage(1702, LogLevel.Critical, "Store {File} cannot be written: no change is taken until it can.")]
    public static partial void StoreFailed(this ILogger logger, string file, Exception exception);

    [LoggerMessage(1703, LogLevel.Warning, "Store {File} is written again; nothing that was acknowledged is missing.")]
    public static partial void StoreRecovered(this ILogger logger, string file);

    [LoggerMessage(1704, LogLevel.Warning, "Store {File} is not flushed ({Variable} is set, which is for tests of the tests): a power cut loses what was acknowledged.")]
    public static partial void StoreNotFlushed(this ILogger logger, string file, string variable);

    [LoggerMessage(1841, LogLevel.Information, "Automatic configurations have changed {Count} twins.")]
    public static partial void ConfigurationsApplied(this ILogger logger, int count);

    [LoggerMessage(1842, LogLevel.Warning, "The content of the configurations of {Id} does not fit and is not applied: {Reason}")]
    public static partial void ConfigurationRefused(this ILogger logger, string id, string reason);

    [LoggerMessage(1843, LogLevel.Warning, "Automatic configurations could not be applied: {Reason}")]
    public static partial void ConfigurationsNotEvaluated(this ILogger logger, string reason);

    [LoggerMessage(1844, LogLevel.Error, "Automatic configurations broke.")]
    public static partial void ConfigurationsBroke(this ILogger logger, Exception exception);

    [LoggerMessage(1801, LogLevel.Information, "Fault {RuleId} is at work: {Rule}")]
    public static partial void FaultAdded(this ILogger logger, string ruleId, string rule);

    [LoggerMessage(1802, LogLevel.Information, "Fault {RuleId} is removed; it has hit {Hits} times.")]
    public static partial void FaultRemoved(this ILogger logger, string ruleId, long hits);

    [LoggerMessage(1803, LogLevel.Information, "Fault {RuleId} hits (no. {Number}): {Kind} of {Operation}, device {DeviceId}, {Name}.")]
    public static partial void FaultHit(
        this ILogger logger, string ruleId, long number, FaultKind kind, FaultOperation operation, string deviceId, string name);

    [LoggerMessage(1804, LogLevel.Error, "What a fault had delayed failed.")]
    public static partial void FaultBroke(this ILogger logger, Exception exception);

    [LoggerMessage(1805, LogLevel.Information, "The hub is down for {Time}.")]
    public static partial void OutageBegins(this ILogger logger, string time);

    [LoggerMessage(1821, LogLevel.Warning, "Throttling begins: more {Meter} than {Rate}. Requests wait, then get 429. Take more units or another tier (dmp hub --units, --tier), or none.")]
    public static partial void ThrottlingBegan(this ILogger logger, string meter, MeterRate rate);

    [LoggerMessage(1822, LogLevel.Information, "Throttling of {Meter} has ended: {Queued} requests had to wait, {Refused} were refused.")]
    public static partial void ThrottlingEnded(this ILogger logger, string meter, long queued, long refused);

    [LoggerMessage(1823, LogLevel.Warning, "The day's {Messages} messages are spent: more are refused with 403002 until midnight UTC. Take more units or another tier (dmp hub --units, --tier), or none.")]
    public static partial void QuotaSpent(this ILogger logger, long messages);

    [LoggerMessage(1901, LogLevel.Information, "Hub {HostName} listens on port {MqttsPort} (MQTT) and port {HttpsPort} (HTTPS).")]
    public static partial void HubStarted(this ILogger logger, string hostName, int mqttsPort, int httpsPort);

    [LoggerMessage(1902, LogLevel.Information, "Hub {HostName} has stopped.")]
    public static partial void HubStopped(this ILogger logger, string hostName);
}
