using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns;

// 1xx connection, 2xx twin, 3xx direct methods, 4xx HTTP. A number is never reused.
internal static partial class Log
{
    [LoggerMessage(401, LogLevel.Information, "{Action}: attempt {Attempt} failed ({Reason}); next in {Delay}.")]
    public static partial void CallIsRepeated(this ILogger logger, string action, int attempt, string reason, TimeSpan delay);
}
