using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Limits;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>All log messages of LocalHub: 11xx links, 15xx REST, 16xx jobs, 17xx the store, 18xx limits, 19xx start and end. A number is never reused; keys and tokens stand in none.</summary>
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

    [LoggerMessage(1702, LogLevel.Critical, "Store {File} cannot be written: no change is taken any more until the hub is started again.")]
    public static partial void StoreFailed(this ILogger logger, string file, Exception exception);

    [LoggerMessage(1801, LogLevel.Warning, "Throttling begins: more {Meter} than {Rate}. Requests wait, then get 429. Take more units or another tier (dmp hub --units, --tier), or none.")]
    public static partial void ThrottlingBegan(this ILogger logger, string meter, MeterRate rate);

    [LoggerMessage(1802, LogLevel.Information, "Throttling of {Meter} has ended: {Queued} requests had to wait, {Refused} were refused.")]
    public static partial void ThrottlingEnded(this ILogger logger, string meter, long queued, long refused);

    [LoggerMessage(1803, LogLevel.Warning, "The day's {Messages} messages are spent: more are refused with 403002 until midnight UTC. Take more units or another tier (dmp hub --units, --tier), or none.")]
    public static partial void QuotaSpent(this ILogger logger, long messages);

    [LoggerMessage(1901, LogLevel.Information, "Hub {HostName} listens on port {MqttsPort} (MQTT) and port {HttpsPort} (HTTPS).")]
    public static partial void HubStarted(this ILogger logger, string hostName, int mqttsPort, int httpsPort);

    [LoggerMessage(1902, LogLevel.Information, "Hub {HostName} has stopped.")]
    public static partial void HubStopped(this ILogger logger, string hostName);
}
