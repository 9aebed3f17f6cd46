namespace DeviceManagementPatterns;

/// <summary>The back end's end of a link to the hub: twins, direct methods and queries.</summary>
public interface IServiceClient : IAsyncDisposable
{
    /// <summary>
    /// Calls a direct method and waits for the device's answer. It is sent again only where it certainly did not reach the hub or
    /// was refused unread, so that a device never acts twice for one call.
    /// </summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="call">The method, its payload and its timeouts.</param>
    /// <param name="cancellationToken">Stops waiting; the device may still act.</param>
    /// <exception cref="ArgumentException">The id, the method or a timeout is not valid, where the link checks that itself.</exception>
    /// <exception cref="HubException">
    /// The device is unknown or offline, or did not answer in time. Where <see cref="HubException.IsOutcomeUnknown"/> is true the
    /// device may have acted: look before calling again.
    /// </exception>
    Task<DirectMethodResult> InvokeMethodAsync(string deviceId, DirectMethodCall call, CancellationToken cancellationToken = default);

    /// <summary>Reads a twin; null where the device is unknown.</summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HubException">The hub refused, or cannot be reached.</exception>
    Task<Twin?> GetTwinAsync(string deviceId, CancellationToken cancellationToken = default);

    /// <summary>Merges a patch into a twin's tags and desired properties.</summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="update">The patch.</param>
    /// <param name="ifMatch">Writes only where the twin still carries this stamp. The default writes whatever is stored.</param>
    /// <param name="cancellationToken">Stops waiting; the patch may have been applied.</param>
    /// <returns>The twin after the write.</returns>
    /// <exception cref="HubException">The device is unknown, the stamp is stale (<see cref="HubErrorCode.PreconditionFailed"/>), or the patch breaks a limit.</exception>
    Task<Twin> UpdateTwinAsync(string deviceId, TwinUpdate update, ETag ifMatch = default, CancellationToken cancellationToken = default);

    /// <summary>Runs an IoT Hub query and returns one page. Queries may lag behind the twins by seconds to minutes.</summary>
    /// <param name="query">The query, such as <c>SELECT * FROM devices</c>.</param>
    /// <param name="pageSize">At most this many rows, 1 to 100; null takes the hub's own number.</param>
    /// <param name="continuation">From the page before; null for the first page.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HubException">The query is not valid, or the hub refused.</exception>
    Task<QueryPage> QueryAsync(string query, int? pageSize = null, string? continuation = null, CancellationToken cancellationToken = default);
}
