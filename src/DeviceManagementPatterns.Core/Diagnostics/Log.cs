using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Diagnostics;

/// <summary>The messages of Core. 5xx agent, 6xx operations, 7xx back end. A number is never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(501, LogLevel.Information, "Device {DeviceId} is ready; it answers {MethodNames}.")]
    public static partial void AgentReady(this ILogger logger, string deviceId, string methodNames);

    [LoggerMessage(502, LogLevel.Warning, "Device {DeviceId} has no link yet: {Reason} Next attempt in {Delay}.")]
    public static partial void LinkNotOpen(this ILogger logger, string deviceId, string reason, TimeSpan delay);

    [LoggerMessage(503, LogLevel.Critical, "Device {DeviceId} cannot work: {Reason}")]
    public static partial void AgentFailed(this ILogger logger, string deviceId, string reason);

    [LoggerMessage(504, LogLevel.Warning, "Reboots are only simulated on this device, for {Duration} each (DeviceManagement:Reboot:SimulateFor).")]
    public static partial void RebootsAreSimulated(this ILogger logger, TimeSpan duration);

    [LoggerMessage(601, LogLevel.Information, "Request {PatternName} {OperationId} was answered {MethodStatus} {Result}: {Reason}")]
    public static partial void RequestAnswered(
        this ILogger logger, string patternName, string? operationId, int methodStatus, string result, string? reason);

    [LoggerMessage(602, LogLevel.Information, "Accepted {PatternName} {OperationId}, requested by {RequestedBy}: {Reason}")]
    public static partial void RequestAccepted(
        this ILogger logger, string patternName, string operationId, string? requestedBy, string? reason);

    [LoggerMessage(603, LogLevel.Warning, "The link dropped before the reply to {PatternName} {OperationId} was certain to have arrived; acting all the same.")]
    public static partial void ReplyUncertain(this ILogger logger, string patternName, string operationId);

    [LoggerMessage(604, LogLevel.Information, "Operation {OperationId} is {Status}.")]
    public static partial void OperationFinished(this ILogger logger, string operationId, string status);

    [LoggerMessage(605, LogLevel.Information, "Found {PatternName} {OperationId} unfinished ({Status}); concluding it.")]
    public static partial void OperationResumed(this ILogger logger, string patternName, string operationId, string status);

    [LoggerMessage(606, LogLevel.Information, "Operation {OperationId} of {PatternName} moves to {Status}.")]
    public static partial void OperationMoved(this ILogger logger, string patternName, string operationId, string status);

    [LoggerMessage(607, LogLevel.Error, "The handler of {PatternName} failed in operation {OperationId}.")]
    public static partial void HandlerFailed(this ILogger logger, string patternName, string operationId, Exception exception);

    [LoggerMessage(608, LogLevel.Warning, "A request arrived before the device was ready, and still is not served after {Patience}.")]
    public static partial void NotStartedYet(this ILogger logger, TimeSpan patience);

    [LoggerMessage(610, LogLevel.Warning, "Reporting {PatternName} {Status} failed, trying again: {Reason}")]
    public static partial void ReportFailed(this ILogger logger, string patternName, string status, string reason);

    [LoggerMessage(611, LogLevel.Error, "The hub refused the report {PatternName} {Status}.")]
    public static partial void ReportRefused(this ILogger logger, string patternName, string status, Exception exception);

    [LoggerMessage(612, LogLevel.Warning, "The hub did not acknowledge the report {PatternName} {Status} within {Limit}.")]
    public static partial void ReportNotAcknowledged(this ILogger logger, string patternName, string status, TimeSpan limit);

    [LoggerMessage(613, LogLevel.Error, "Observer {ObserverName} threw.")]
    public static partial void ObserverFailed(this ILogger logger, string observerName, Exception exception);
}
