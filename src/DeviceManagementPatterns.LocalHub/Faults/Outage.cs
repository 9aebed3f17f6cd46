using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>The hub as nobody can reach it: stands before TLS on both ports, so that clients see a connection that is reset.</summary>
internal sealed class Outage(TimeProvider time, ILoggerFactory loggers)
{
    private static readonly ConnectionAbortedException Reason = new("The hub is down for a while, as a fault.");

    private readonly ConcurrentDictionary<ConnectionContext, bool> _connections = new();
    private readonly ILogger _logger = loggers.CreateLogger("DeviceManagementPatterns.LocalHub.Faults");
    private long _end = long.MinValue;

    private bool IsDown => time.GetTimestamp() < Volatile.Read(ref _end);

    /// <param name="span">How long.</param>
    /// <param name="sparedId">A connection that is not dropped.</param>
    public void Begin(TimeSpan span, string? sparedId = null)
    {
        Volatile.Write(ref _end, time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency));
        _logger.OutageBegins(FaultSpan.Format(span), _connections.Count);
        foreach (var (connection, _) in _connections)
        {
            if (connection.ConnectionId != sparedId)
            {
                connection.Abort(Reason);
            }
        }
    }

    public ConnectionDelegate Around(ConnectionDelegate next) => connection => ServeAsync(connection, next);

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _connections.TryAdd(connection, true);
        try
        {
            if (IsDown)
            {
                connection.Abort(Reason);
                return;
            }

            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }
}
