using System.Text.Json;
using DeviceManagementPatterns.AzureDevices.Calls;
using DeviceManagementPatterns.AzureDevices.Desired;
using DeviceManagementPatterns.AzureDevices.Links;
using DeviceManagementPatterns.AzureDevices.Methods;
using DeviceManagementPatterns.AzureDevices.Text;
using Microsoft.Azure.Devices.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SdkReason = Microsoft.Azure.Devices.Client.ConnectionStatusChangeReason;
using SdkStatus = Microsoft.Azure.Devices.Client.ConnectionStatus;

namespace DeviceManagementPatterns.AzureDevices;

/// <summary>
/// A device's end of the link over the client of SDK 1.x that the program already holds, since a device id can have only one
/// connection. The client stays the program's: it opens and closes it, and keeps its own method handlers, its default method handler
/// and its connection status handler. Disposing this adapter gives its method names back and leaves the client open.
/// </summary>
/// <remarks>
/// What the SDK cannot give: a reported patch returns no version; of numbers with a fraction it keeps a double's precision when it
/// reads a twin; and the connection status is unknown until the program forwards it (<see cref="ReportConnectionStatus"/>).
/// </remarks>
public sealed class AzureDevicesDeviceClient : IDeviceClient
{
    private static readonly TimeSpan LongestRemoval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private readonly DeviceLink _link;
    private readonly DeviceCalls _calls;
    private readonly ForwardedStatus _status;
    private readonly MethodTable _methods;
    private readonly DesiredWatch _desired;
    private volatile bool _opened;

    /// <summary>Makes the adapter over a device's client.</summary>
    /// <param name="client">The program's client. Let it use MQTT or AMQP: HTTP has neither methods nor twins.</param>
    /// <param name="deviceId">The id that the client was made for; case-sensitive.</param>
    /// <param name="options">How to use it; null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its limits.</exception>
    public AzureDevicesDeviceClient(DeviceClient client, string deviceId, AzureDevicesOptions? options = null)
        : this(SdkDeviceLink.Over(client ?? throw new ArgumentNullException(nameof(client))), deviceId, options)
    {
    }

    /// <summary>Makes the adapter over a module's client: methods and twin are then the module's.</summary>
    /// <param name="client">The program's client. Let it use MQTT or AMQP: HTTP has neither methods nor twins.</param>
    /// <param name="deviceId">The id of the device that the module belongs to; case-sensitive.</param>
    /// <param name="options">How to use it; null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its limits.</exception>
    public AzureDevicesDeviceClient(ModuleClient client, string deviceId, AzureDevicesOptions? options = null)
        : this(SdkDeviceLink.Over(client ?? throw new ArgumentNullException(nameof(client))), deviceId, options)
    {
    }

    internal AzureDevicesDeviceClient(DeviceLink link, string deviceId, AzureDevicesOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        var valid = (options ?? new AzureDevicesOptions()).Validated();
        var time = valid.TimeProvider;
        var logger = valid.LoggerFactory?.CreateLogger<AzureDevicesDeviceClient>() ?? NullLogger<AzureDevicesDeviceClient>.Instance;
        DeviceCalls Calls(TimeSpan timeout, CancellationToken closed) => new(timeout, time, closed);

        DeviceId = deviceId;
        _link = link;
        _calls = Calls(valid.CallTimeout, _closed.Token);
        _status = new ForwardedStatus(this, deviceId, logger);
        var barrier = new ReplyBarrier(link, Calls(valid.ReplyConfirmationTimeout, _closed.Token), _status);
        _methods = new MethodTable(
            deviceId, link, _calls, Calls(LongestRemoval, CancellationToken.None), barrier, time, logger);
        var reader = new DesiredReader(deviceId, link, _calls, valid.TakesDesiredPropertyCallback ? NotifyDesiredPropertiesChanged : null);
        _desired = new DesiredWatch(deviceId, reader, _status, valid.DesiredRefreshInterval, time, logger, _closed.Token);
    }

    /// <inheritdoc />
    public string DeviceId { get; }

    /// <inheritdoc />
    public ConnectionStatus ConnectionStatus => _status.Current;

    /// <inheritdoc />
    public event EventHandler<ConnectionStatus>? ConnectionStatusChanged
    {
        add => _status.Changed += value;
        remove => _status.Changed -= value;
    }

    /// <summary>
    /// Takes a change of the connection status, which only the program's own handler gets: call this from it, or pass this method to
    /// <c>SetConnectionStatusChangesHandler</c>. It returns at once and never throws.
    /// </summary>
    /// <param name="status">What the SDK reported.</param>
    /// <param name="reason">Why.</param>
    public void ReportConnectionStatus(SdkStatus status, SdkReason reason)
    {
        _status.Report(ConnectionStatusText.ToStatus(status, reason));
        if (status == SdkStatus.Connected)
        {
            _desired.Wake();
        }
    }

    /// <summary>
    /// Takes the news that desired properties changed; needed only where <see cref="AzureDevicesOptions.TakesDesiredPropertyCallback"/>
    /// is false. Call it from the program's own callback. It returns at once and never throws.
    /// </summary>
    public void NotifyDesiredPropertiesChanged() => _desired.Wake();

    /// <summary>Reads the twin, which opens the program's client where it is not open. A second call does nothing.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HubException">The hub refused the device, or cannot be reached.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        if (!_opened)
        {
            await _calls.RunAsync($"Reaching the hub as '{DeviceId}'", _link.GetTwin, cancellationToken).ConfigureAwait(false);
            _opened = true;
        }
    }

    /// <inheritdoc />
    public Task<IAsyncDisposable> AddMethodHandlerAsync(
        string methodName,
        Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(methodName);
        ArgumentNullException.ThrowIfNull(handler);
        return _methods.AddAsync(methodName, handler, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<TwinProperties> GetTwinAsync(CancellationToken cancellationToken = default)
    {
        var twin = await _calls.RunAsync($"Reading the twin of '{DeviceId}'", _link.GetTwin, cancellationToken).ConfigureAwait(false);
        return new TwinProperties(TwinText.ParseSection(twin.Desired), TwinText.ParseSection(twin.Reported));
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The patch is not an object.</exception>
    public async Task<long?> UpdateReportedAsync(JsonElement patch, CancellationToken cancellationToken = default)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"The patch is {patch.ValueKind}: a patch is an object.", nameof(patch));
        }

        var verbatim = VerbatimJson.ToJObject(patch);
        await _calls.RunAsync(
            $"Writing the reported properties of '{DeviceId}'",
            stop => _link.UpdateReported(verbatim, stop),
            cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <inheritdoc />
    public IAsyncEnumerable<TwinSection> WatchDesiredAsync(CancellationToken cancellationToken = default) =>
        _desired.WatchAsync(cancellationToken);

    /// <summary>Ends the handlers and watchers of this adapter and gives its method names back. The program's client stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync().ConfigureAwait(false);
        await _methods.RemoveAllAsync().ConfigureAwait(false);
    }
}
