using System.Text.Json.Nodes;
using DeviceManagementPatterns.Reboot;

namespace DeviceManagementPatterns;

/// <summary>
/// The back end's way to its devices: asks for operations and follows them, and reads and writes twins. It may be used from many
/// threads at once; one for a program is enough.
/// </summary>
public sealed class DeviceManagementClient : IAsyncDisposable
{
    private static readonly TimeSpan DefaultResponseTimeout = TimeSpan.FromSeconds(30);
    private readonly IServiceClient _service;
    private readonly TimeProvider _time;
    private readonly bool _ownsService;

    /// <summary>Makes a client of the hub that a connection string names.</summary>
    /// <param name="connectionString">Of a shared access policy with the permission ServiceConnect: <c>HostName=…;SharedAccessKeyName=…;SharedAccessKey=…</c>.</param>
    /// <param name="options">How the hub is reached; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The connection string or an option is not valid; the message names the field.</exception>
    public DeviceManagementClient(string connectionString, IotHubServiceOptions? options = null)
        : this(new IotHubServiceClient(connectionString, options)) => _ownsService = true;

    /// <summary>Makes a client over a link of the program's own, which it does not close.</summary>
    /// <param name="service">The link.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    public DeviceManagementClient(IServiceClient service, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        _service = service;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>
    /// Asks a device to reboot. It returns when the device has answered, which is before it reboots; the result is followed with
    /// <see cref="RebootOperation.WaitForCompletionAsync"/>. A request is never repeated blindly.
    /// </summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="request">Why, when and how long to wait for the answer; null takes the defaults.</param>
    /// <param name="cancellationToken">Stops waiting; the device may still reboot.</param>
    /// <exception cref="HubException">
    /// The device is unknown or offline, or the hub refused. Where <see cref="HubException.IsOutcomeUnknown"/> is true the device may
    /// reboot: <see cref="GetOperation"/> with <see cref="HubException.OperationId"/> finds out.
    /// </exception>
    /// <exception cref="Operations.OperationException">The device refused, and said why.</exception>
    public Task<RebootOperation> RebootAsync(
        string deviceId, RebootRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        return RebootStarter.StartAsync(_service, deviceId, request ?? new RebootRequest(), _time, cancellationToken);
    }

    /// <summary>Brings an operation back by its id, after a restart or an unknown outcome. Nothing is sent until it is asked for its status.</summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="operationId">The operation's id.</param>
    public RebootOperation GetOperation(string deviceId, string operationId)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        ArgumentException.ThrowIfNullOrEmpty(operationId);
        return new RebootOperation(_service, deviceId, operationId, _time);
    }

    /// <summary>Calls any direct method and waits for the device's answer.</summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="methodName">The method's name; case-sensitive.</param>
    /// <param name="payload">What is sent: any JSON, at most 128 KB; null sends null.</param>
    /// <param name="responseTimeout">How long the hub waits for the answer, 5 to 300 seconds; null takes 30 seconds.</param>
    /// <param name="connectTimeout">How long the hub waits for an offline device, 0 to 300 seconds; null does not wait.</param>
    /// <param name="cancellationToken">Stops waiting; the device may still act.</param>
    /// <exception cref="HubException">The device is unknown or offline, or did not answer in time.</exception>
    public Task<DirectMethodResult> InvokeMethodAsync(
        string deviceId,
        string methodName,
        JsonNode? payload = null,
        TimeSpan? responseTimeout = null,
        TimeSpan? connectTimeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        ArgumentException.ThrowIfNullOrEmpty(methodName);
        var call = new DirectMethodCall(methodName)
        {
            Payload = Json.From(payload),
            ResponseTimeout = responseTimeout ?? DefaultResponseTimeout,
            ConnectTimeout = connectTimeout ?? TimeSpan.Zero,
        };
        return _service.InvokeMethodAsync(deviceId, call, cancellationToken);
    }

    /// <summary>Reads a twin; null where the device is unknown.</summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HubException">The hub refused, or cannot be reached.</exception>
    public Task<Twin?> GetTwinAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        return _service.GetTwinAsync(deviceId, cancellationToken);
    }

    /// <summary>Merges a patch into a device's desired properties; a null in it removes that property.</summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="ifMatch">Writes only where the twin still carries this stamp. The default writes whatever is stored.</param>
    /// <param name="cancellationToken">Stops waiting; the patch may have been applied.</param>
    /// <returns>The twin after the write.</returns>
    /// <exception cref="HubException">The device is unknown, the stamp is stale, or the patch breaks a limit.</exception>
    public Task<Twin> UpdateDesiredAsync(
        string deviceId, JsonObject patch, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        ArgumentNullException.ThrowIfNull(patch);
        return _service.UpdateTwinAsync(deviceId, new TwinUpdate { Desired = Json.From(patch) }, ifMatch, cancellationToken);
    }

    /// <summary>Closes the link that the client has made itself.</summary>
    public ValueTask DisposeAsync() => _ownsService ? _service.DisposeAsync() : ValueTask.CompletedTask;
}
