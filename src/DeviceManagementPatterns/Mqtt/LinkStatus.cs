using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>The link's state as others see it. A listener that fails does no harm.</summary>
internal sealed class LinkStatus(object sender, string deviceId, ILogger logger)
{
    private volatile ConnectionStatus _current = new(ConnectionState.Disconnected, "not opened yet");

    public event EventHandler<ConnectionStatus>? Changed;

    public ConnectionStatus Current => _current;

    public void Set(ConnectionState state, string? reason)
    {
        var next = new ConnectionStatus(state, reason);
        if (next == _current)
        {
            return;
        }

        _current = next;
        foreach (var listener in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((EventHandler<ConnectionStatus>)listener)(sender, next);
            }
            catch (Exception e)
            {
                logger.StatusHandlerFailed(e, deviceId);
            }
        }
    }
}
