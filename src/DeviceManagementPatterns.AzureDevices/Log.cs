using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.AzureDevices;

internal static partial class Log
{
    // 1xx connection, 2xx twin, 3xx direct methods. A number is never reused.
    [LoggerMessage(101, LogLevel.Error, "Device {DeviceId}: a listener to the connection status failed.")]
    public static partial void StatusListenerFailed(this ILogger logger, Exception exception, string deviceId);

    [LoggerMessage(201, LogLevel.Warning, "Device {DeviceId}: the desired properties could not be read; next attempt in {Delay}.")]
    public static partial void DesiredReadFailed(this ILogger logger, Exception exception, string deviceId, TimeSpan delay);

    [LoggerMessage(301, LogLevel.Error, "Device {DeviceId}: the handler of method {MethodName} failed; the caller gets status 500.")]
    public static partial void MethodHandlerFailed(this ILogger logger, Exception exception, string deviceId, string methodName);

    [LoggerMessage(302, LogLevel.Warning, "Device {DeviceId}: whether the hub has read the reply to method {MethodName} is unknown.")]
    public static partial void ReplyOutcomeUnknown(this ILogger logger, string deviceId, string methodName);

    [LoggerMessage(303, LogLevel.Error, "Device {DeviceId}: what follows the reply to method {MethodName} failed.")]
    public static partial void AfterReplyFailed(this ILogger logger, Exception exception, string deviceId, string methodName);

    [LoggerMessage(304, LogLevel.Warning, "Device {DeviceId}: method {MethodName} could not be removed from the client; it answers 404.")]
    public static partial void MethodRemovalFailed(this ILogger logger, Exception exception, string deviceId, string methodName);
}
