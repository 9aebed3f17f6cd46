using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>The hub as nobody can reach it: stands before TLS on both ports, so that a client sees a connection that is reset.</summary>
internal sealed class Outage(TimeProvider time, ILoggerFactory loggers)
{
    public const string Reason = "the hub is down for a while, as a fault";

    private readonly ILogger _logger = loggers.CreateLogger("DeviceManagementPatterns.LocalHub.Faults");
    private long _end = long.MinValue;

    public bool IsDown => Volatile.Read(ref _end) is not long.MinValue && time.GetTimestamp() < Volatile.Read(ref _end);

    /// <summary>Ends the links of devices; set by whoever has them.</summary>
    public Action<string>? HangUpAll { get; set; }

    public void Begin(TimeSpan span)
    {
        Volatile.Write(ref _end, time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency));
        _logger.OutageBegins(FaultSpan.Format(span));
        HangUpAll?.Invoke(Reason);
    }

    public ConnectionDelegate Around(ConnectionDelegate next) => connection => ServeAsync(connection, next);

    private Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!IsDown)
        {
            return next(connection);
        }

        connection.Abort(new ConnectionAbortedException(Reason));
        return Task.CompletedTask;
    }
}
