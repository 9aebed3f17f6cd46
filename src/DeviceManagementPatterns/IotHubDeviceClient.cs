using System.Runtime.InteropServices;
using System.Text.Json;
using DeviceManagementPatterns.Dialing;
using DeviceManagementPatterns.Mqtt;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeviceManagementPatterns;

/// <summary>
/// The device's end of a link to an IoT Hub, over MQTT 3.1.1 and TLS. After <see cref="OpenAsync"/> it keeps the link up by itself. It
/// may be used by many threads. A device id can have one connection only: do not run a client of another SDK beside it.
/// </summary>
public sealed class IotHubDeviceClient : IDeviceClient
{
    private const int MaxMessageBytes = 256 * 1024;
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(5);

    private readonly DeviceCertificate? _certificate;
    private readonly MethodHandlers _handlers = new();
    private readonly MethodServer _methods;
    private readonly DesiredFollower _desired;
    private readonly LinkStatus _status;
    private readonly LinkLoop _loop;
    private readonly TwinOperations _twin;
    private int _disposed;

    /// <summary>Makes the client; nothing is sent before <see cref="OpenAsync"/>.</summary>
    /// <param name="connectionString">
    /// The device's connection string, <c>HostName=…;DeviceId=…;SharedAccessKey=…</c>, or with <c>x509=true</c> for a certificate.
    /// <c>HostName</c> may carry a port; 8883 is the default.
    /// </param>
    /// <param name="options">Trust, timeouts and reconnecting; the defaults where left out.</param>
    /// <param name="loggerFactory">Where the link's life is logged; nowhere where left out.</param>
    /// <param name="timeProvider">The clock; the system's where left out.</param>
    /// <exception cref="ArgumentException">The connection string or an option is not valid; the message names what and the fix.</exception>
    public IotHubDeviceClient(
        string connectionString,
        IotHubDeviceOptions? options = null,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null)
    {
        var connection = DeviceConnectionString.Parse(connectionString);
        var valid = (options ?? new IotHubDeviceOptions()).ValidatedCopy();
        var time = timeProvider ?? TimeProvider.System;
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<IotHubDeviceClient>();
        var trust = HubTrust.Load(valid.CaFile, $"{nameof(IotHubDeviceOptions)}.{nameof(IotHubDeviceOptions.CaFile)}");
        _certificate = DeviceCertificate.Load(connection.UsesX509, valid);
        var handshake = new MqttHandshake(connection, trust, _certificate, valid, time);
        DeviceId = connection.DeviceId;
        _status = new LinkStatus(this, DeviceId, logger);
        _methods = new MethodServer(DeviceId, _handlers, valid.OperationTimeout, logger, time);
        _desired = new DesiredFollower(DeviceId, valid, logger, time);
        var credential = new DeviceCredential(connection, valid.SasTokenLifetime, time);
        _loop = new LinkLoop(connection, handshake, credential, _handlers, _methods, _desired, _status, valid, logger, time);
        _twin = new TwinOperations(DeviceId, _loop, _status, valid, time);
    }

    /// <inheritdoc/>
    public event EventHandler<ConnectionStatus>? ConnectionStatusChanged
    {
        add => _status.Changed += value;
        remove => _status.Changed -= value;
    }

    /// <inheritdoc/>
    public string DeviceId { get; }

    /// <inheritdoc/>
    public ConnectionStatus ConnectionStatus => _status.Current;

    /// <inheritdoc/>
    /// <remarks>
    /// It makes one attempt, on every address of the host, and throws where that fails; it may be called again then. Once it has
    /// succeeded, the client reconnects by itself for ever, slowly where the hub refuses the credential.
    /// </remarks>
    public Task OpenAsync(CancellationToken cancellationToken = default) => _loop.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name is not one that the hub takes.</exception>
    public async Task<IAsyncDisposable> AddMethodHandlerAsync(
        string methodName,
        Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(methodName);
        ArgumentNullException.ThrowIfNull(handler);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (!MethodName.IsValid(methodName))
        {
            throw new ArgumentException($"'{methodName}' is not a method's name: {MethodName.Rule}.", nameof(methodName));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var registration = _handlers.Add(methodName, handler);
        try
        {
            await _loop.SubscribeToMethodsAsync(cancellationToken).ConfigureAwait(false);
            return registration;
        }
        catch
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>While the client reconnects it waits for the link, up to <see cref="IotHubDeviceOptions.OperationTimeout"/>.</remarks>
    public async Task<TwinProperties> GetTwinAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var action = $"Reading the twin of '{DeviceId}'";
        var answer = await _twin.RunAsync(action, (session, stop) => session.ReadTwinAsync(stop), cancellationToken).ConfigureAwait(false);
        return Json.TryParse(answer.Body, out var json) && TwinJson.TryReadProperties(json, out var twin)
            ? twin
            : throw new HubException(
                HubErrorCode.UnexpectedAnswer, $"{action}: the answer is no twin: '{HubErrors.Excerpt(answer.Body)}'.");
    }

    /// <inheritdoc/>
    /// <remarks>
    /// While the client reconnects it waits for the link, up to <see cref="IotHubDeviceOptions.OperationTimeout"/>. A patch whose answer
    /// got lost with the link is sent again: it is applied at least once.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="patch"/> is not an object.</exception>
    public async Task<long?> UpdateReportedAsync(JsonElement patch, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (patch.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"The patch is {patch.ValueKind}: a patch is an object.", nameof(patch));
        }

        var body = JsonMarshal.GetRawUtf8Value(patch).ToArray();
        if (body.Length > MaxMessageBytes)
        {
            throw new HubException(
                HubErrorCode.MessageTooLarge, $"The patch has {body.Length} bytes; the hub takes {MaxMessageBytes} in one message.");
        }

        var answer = await _twin.RunAsync(
            $"Reporting properties of '{DeviceId}'",
            (session, stop) => session.PatchReportedAsync(body, stop),
            cancellationToken).ConfigureAwait(false);
        return answer.Version;
    }

    /// <inheritdoc/>
    /// <remarks>The stream ends without an error when the client is disposed.</remarks>
    public IAsyncEnumerable<TwinSection> WatchDesiredAsync(CancellationToken cancellationToken = default) =>
        _desired.WatchAsync(cancellationToken);

    /// <summary>
    /// Says goodbye to the hub and ends everything: handlers' tokens, streams and waiting calls. Replies that are on their way get two
    /// seconds; what follows a reply that was cut is told <see cref="ReplyOutcome.Unknown"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _handlers.StopAllAsync().ConfigureAwait(false);
        await _loop.DisposeAsync().ConfigureAwait(false);
        _desired.End();
        await Task.WhenAny(
            _methods.IdleAsync(), Task.Delay(DisposeTimeout, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
        _certificate?.Dispose();
    }
}
