using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.AzureDevices;

/// <summary>The messages of the adapter: 80x connection, 81x twin, 82x direct methods. A number is never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(801, LogLevel.Error, "Device {DeviceId}: a listener to the connection status failed.")]
    public static partial void StatusListenerFailed(this ILogger logger, Exception exception, string deviceId);

    [LoggerMessage(811, LogLevel.Warning, "Device {DeviceId}: the desired properties could not be read; next attempt in {Delay}.")]
    public static partial void DesiredReadFailed(this ILogger logger, Exception exception, string deviceId, TimeSpan delay);

    [LoggerMessage(821, LogLevel.Error, "Device {DeviceId}: the handler of method {MethodName} failed; the caller gets status 500.")]
    public static partial void MethodHandlerFailed(this ILogger logger, Exception exception, string deviceId, string methodName);

    [LoggerMessage(822, LogLevel.Warning, "Device {DeviceId}: whether the hub has read the reply to method {MethodName} is unknown.")]
    public static partial void ReplyOutcomeUnknown(this ILogger logger, string deviceId, string methodName);

    [LoggerMessage(823, LogLevel.Error, "Device {DeviceId}: what follows the reply to method {MethodName} failed.")]
    public static partial void AfterReplyFailed(this ILogger logger, Exception exception, string deviceId, string methodName);

    [LoggerMessage(824, LogLevel.Warning, "Device {DeviceId}: method {MethodName} could not be removed from the client; it answers 404.")]
    public static partial void MethodRemovalFailed(this ILogger logger, Exception exception, string deviceId, string methodName);
}
