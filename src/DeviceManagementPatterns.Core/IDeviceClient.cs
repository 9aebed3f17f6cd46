using System.Text.Json;

namespace DeviceManagementPatterns;

/// <summary>
/// The device's end of a link to the hub. It promises only what every link can keep: our own MQTT client, LocalHub in process,
/// and an adapter over a client of Microsoft's SDK that a program already holds.
/// </summary>
public interface IDeviceClient : IAsyncDisposable
{
    /// <summary>The id that the device is registered under; case-sensitive.</summary>
    string DeviceId { get; }

    /// <summary>The link's state as last known.</summary>
    ConnectionStatus ConnectionStatus { get; }

    /// <summary>Raised after <see cref="ConnectionStatus"/> changed. Handlers must return at once.</summary>
    event EventHandler<ConnectionStatus>? ConnectionStatusChanged;

    /// <summary>Brings the link up, and returns when it is. Afterwards the client keeps it up by itself. A second call does nothing.</summary>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="HubException">The hub refused the device, or cannot be reached.</exception>
    Task OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Answers direct methods of one name. Methods of other names are not touched. A handler that is added before the link is opened
    /// misses no call.
    /// The handler's token ends when the registration or the client is disposed.
    /// </summary>
    /// <param name="methodName">The method's name; case-sensitive.</param>
    /// <param name="handler">Answers one call. An exception becomes an answer with status 500.</param>
    /// <param name="cancellationToken">Stops the registration from being made.</param>
    /// <returns>The registration; disposing it stops answering.</returns>
    /// <exception cref="InvalidOperationException">The name has a handler already.</exception>
    Task<IAsyncDisposable> AddMethodHandlerAsync(
        string methodName,
        Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler,
        CancellationToken cancellationToken = default);

    /// <summary>Reads the device's twin from the hub.</summary>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <exception cref="HubException">The hub refused, or the link is down.</exception>
    Task<TwinProperties> GetTwinAsync(CancellationToken cancellationToken = default);

    /// <summary>Merges a patch into the reported properties; a null in it removes that property.</summary>
    /// <param name="patch">The patch: an object.</param>
    /// <param name="cancellationToken">Stops waiting for the hub's acknowledgement; the patch may have been applied.</param>
    /// <returns>The new version of the reported section, or null where the link does not tell it. The hub has acknowledged the patch either way.</returns>
    /// <exception cref="HubException">The hub refused the patch, or the link is down.</exception>
    Task<long?> UpdateReportedAsync(JsonElement patch, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows the desired properties: the whole section, the current one first, then again after each change. The latest wins:
    /// versions never decrease and may skip. After a reconnect the section is read again, so that no change stays unseen.
    /// </summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    IAsyncEnumerable<TwinSection> WatchDesiredAsync(CancellationToken cancellationToken = default);
}
