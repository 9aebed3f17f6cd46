using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns;

// 1xx connection, 2xx twin, 3xx direct methods, 4xx HTTP. A number is never reused.
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "Device {DeviceId} is connected to {Hub}.")]
    public static partial void Connected(this ILogger logger, string deviceId, string hub);

    [LoggerMessage(102, LogLevel.Warning, "Device {DeviceId} lost its link: {Reason}.")]
    public static partial void LinkIsLost(this ILogger logger, string deviceId, string reason);

    [LoggerMessage(103, LogLevel.Warning, "Device {DeviceId} could not connect (attempt {Attempt}): {Reason} Next attempt in {Delay}.")]
    public static partial void ConnectingFailed(this ILogger logger, string deviceId, int attempt, string reason, TimeSpan delay);

    [LoggerMessage(104, LogLevel.Debug, "Device {DeviceId} reconnects with a new token.")]
    public static partial void TokenIsRenewed(this ILogger logger, string deviceId);

    [LoggerMessage(105, LogLevel.Warning, "Device {DeviceId} had work under way when its token had to be renewed; its outcome is unknown.")]
    public static partial void RenewalCutWork(this ILogger logger, string deviceId);

    [LoggerMessage(106, LogLevel.Error, "A handler of ConnectionStatusChanged of device {DeviceId} failed.")]
    public static partial void StatusHandlerFailed(this ILogger logger, Exception exception, string deviceId);

    [LoggerMessage(107, LogLevel.Debug, "A message about {Topic} is ignored.")]
    public static partial void MessageIsIgnored(this ILogger logger, string topic);

    [LoggerMessage(201, LogLevel.Warning, "Device {DeviceId} could not read its desired properties ({Reason}); it tries again in {Delay}.")]
    public static partial void DesiredIsUnread(this ILogger logger, string deviceId, string reason, TimeSpan delay);

    [LoggerMessage(301, LogLevel.Information, "Device {DeviceId} answers method {MethodName} with {Status}.")]
    public static partial void MethodAnswered(this ILogger logger, string deviceId, string methodName, int status);

    [LoggerMessage(302, LogLevel.Error, "The handler of method {MethodName} on device {DeviceId} failed.")]
    public static partial void MethodFailed(this ILogger logger, Exception exception, string deviceId, string methodName);

    [LoggerMessage(303, LogLevel.Warning, "Device {DeviceId} has no handler for method {MethodName}.")]
    public static partial void MethodIsUnknown(this ILogger logger, string deviceId, string methodName);

    [LoggerMessage(304, LogLevel.Warning, "The payload of method {MethodName} on device {DeviceId} is not JSON.")]
    public static partial void MethodPayloadIsNotJson(this ILogger logger, string deviceId, string methodName);

    [LoggerMessage(305, LogLevel.Warning, "Whether the reply of device {DeviceId} to method {MethodName} has arrived is unknown: {Reason}")]
    public static partial void ReplyIsUncertain(this ILogger logger, string deviceId, string methodName, string reason);

    [LoggerMessage(306, LogLevel.Error, "What follows the reply of device {DeviceId} to method {MethodName} failed.")]
    public static partial void AfterReplyFailed(this ILogger logger, Exception exception, string deviceId, string methodName);

    [LoggerMessage(307, LogLevel.Debug, "Method {MethodName} was delivered to device {DeviceId} again; it is answered once.")]
    public static partial void MethodIsRedelivered(this ILogger logger, string deviceId, string methodName);

    [LoggerMessage(401, LogLevel.Information, "{Action}: attempt {Attempt} failed ({Reason}); next in {Delay}.")]
    public static partial void CallIsRepeated(this ILogger logger, string action, int attempt, string reason, TimeSpan delay);
}
