using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.AzureDevices;

/// <summary>
/// The link's state as the program forwards it. The SDK reports under a lock and stops recovering when a handler throws, so listeners
/// are told later, one after the other.
/// </summary>
internal sealed class ForwardedStatus(object sender, string deviceId, ILogger logger)
{
    private readonly Lock _gate = new();
    private volatile ConnectionStatus _current = new(ConnectionState.Unknown);
    private volatile int _breaks;
    private Task _telling = Task.CompletedTask;

    public event EventHandler<ConnectionStatus>? Changed;

    public ConnectionStatus Current => _current;

    /// <summary>How often the link was reported as not up.</summary>
    public int Breaks => _breaks;

    public void Report(ConnectionStatus status)
    {
        lock (_gate)
        {
            _breaks += status.State == ConnectionState.Connected ? 0 : 1;
            if (status == _current)
            {
                return;
            }

            _current = status;
            _telling = _telling.ContinueWith(
                _ => Tell(status), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Tell(ConnectionStatus status)
    {
        foreach (var listener in Changed?.GetInvocationList().Cast<EventHandler<ConnectionStatus>>() ?? [])
        {
            try
            {
                listener(sender, status);
            }
            catch (Exception exception)
            {
                logger.StatusListenerFailed(exception, deviceId);
            }
        }
    }
}
