using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>All log messages of LocalHub: 1xx links, 5xx REST, 9xx start and end. A number is never reused; keys and tokens stand in none.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "Device {DeviceId} has connected over MQTT ({ClientType}, keep-alive {KeepAlive} s).")]
    public static partial void DeviceConnected(this ILogger logger, string deviceId, string clientType, int keepAlive);

    [LoggerMessage(102, LogLevel.Information, "Device {DeviceId} is disconnected: {Reason}.")]
    public static partial void DeviceDisconnected(this ILogger logger, string deviceId, string reason);

    [LoggerMessage(103, LogLevel.Warning, "Device {DeviceId} was refused: {Reason}.")]
    public static partial void DeviceRefused(this ILogger logger, string deviceId, string reason);

    [LoggerMessage(104, LogLevel.Debug, "A connection ended before it was a device's: {Reason}.")]
    public static partial void ConnectionRefused(this ILogger logger, string reason);
}
