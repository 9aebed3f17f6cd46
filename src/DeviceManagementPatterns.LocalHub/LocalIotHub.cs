using System.Collections.Concurrent;
using System.Security.Cryptography;
using DeviceManagementPatterns.LocalHub.Certificates;
using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hosting;
using DeviceManagementPatterns.LocalHub.Http;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.HubQueries;
using DeviceManagementPatterns.LocalHub.InProcess;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Runtime.Configurations;
using DeviceManagementPatterns.LocalHub.Runtime.Jobs;
using DeviceManagementPatterns.LocalHub.Runtime.Telemetry;
using DeviceManagementPatterns.LocalHub.Storage;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>An Azure IoT Hub on this machine: MQTT over TLS, MQTT over WebSockets, HTTPS REST, and links in this process. Disposing it stops it.</summary>
public sealed class LocalIotHub : IAsyncDisposable
{
    private readonly HubRuntime _hub;
    private readonly HubQueryExecutor _queries;
    private readonly JobScheduler _jobs;
    private readonly AutomaticConfigurations _configurations;
    private readonly HubCertificates _certificates;
    private readonly HubHost _host;
    private readonly HubStore? _store;
    private readonly HubFaults _faults;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<InProcessDeviceClient> _deviceClients = new();
    private int _isDisposed;

    private LocalIotHub(
        HubRuntime hub,
        HubQueryExecutor queries,
        JobScheduler jobs,
        AutomaticConfigurations configurations,
        HubCertificates certificates,
        HubHost host,
        HubStore? store,
        HubFaults faults)
    {
        (_hub, _queries, _jobs, _configurations) = (hub, queries, jobs, configurations);
        (_certificates, _host, _store, _faults) = (certificates, host, store, faults);
        _logger = hub.Loggers.CreateLogger<LocalIotHub>();
    }

    /// <summary>The hub's name, without a port.</summary>
    public string HostName => _hub.HostName;

    /// <summary>The port for MQTT over TLS.</summary>
    public int MqttsPort => _host.MqttsPort;

    /// <summary>The port for HTTPS and for MQTT over WebSockets.</summary>
    public int HttpsPort => _host.HttpsPort;

    /// <summary>
    /// The PEM file of the certificate authority that clients must trust, for example by the environment variable <c>DMP_CA_FILE</c>.
    /// Without <see cref="LocalHubOptions.CertificateDirectory"/> it goes away with the hub.
    /// </summary>
    public string CaFile => _certificates.CaFile;

    /// <summary>The certificate authority itself, as PEM text. It holds no key.</summary>
    public string CaCertificatePem => _certificates.CaPem;

    /// <summary>The connection string of the policy <c>iothubowner</c>, which may do everything. It is a secret.</summary>
    public string ConnectionString => GetConnectionString(_hub.Policies.IotHubOwner.Name);

    /// <summary>What goes wrong on purpose. Nothing, until a rule is added.</summary>
    public HubFaults Faults => _faults;

    /// <summary>The latest telemetry of all devices.</summary>
    internal TelemetryBuffer Telemetry => _hub.Telemetry;

    /// <summary>The scheduled jobs.</summary>
    internal JobScheduler Jobs => _jobs;

    /// <summary>The automatic configurations.</summary>
    internal AutomaticConfigurations Configurations => _configurations;

    /// <summary>Starts a hub. When this returns, it listens.</summary>
    /// <param name="options">How; null takes the defaults, which suit a test.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <exception cref="IOException">A port is in use, or the certificate or data directory cannot be used. The message says what to change.</exception>
    public static async Task<LocalIotHub> StartAsync(LocalHubOptions? options = null, CancellationToken cancellationToken = default)
    {
        var chosen = (options ?? new LocalHubOptions()).CheckedCopy();
        var loggers = chosen.LoggerFactory ?? NullLoggerFactory.Instance;
        var store = chosen.DataDirectory is { } directory ? HubStore.Open(directory, loggers, RandomNumberGenerator.GetBytes) : null;
        try
        {
            return await StartAsync(chosen, loggers, store, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await Dispose(store).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The connection string of a shared access policy, for a back end; with the HTTPS port where that is not 443. It is a secret.</summary>
    /// <param name="policyName"><c>iothubowner</c>, <c>service</c>, <c>device</c>, <c>registryRead</c> or <c>registryReadWrite</c>.</param>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public string GetConnectionString(string policyName)
    {
        ArgumentNullException.ThrowIfNull(policyName);
        var policy = _hub.Policies.Find(policyName) ?? throw new ArgumentException(
            $"There is no policy '{policyName}': take iothubowner, service, device, registryRead or registryReadWrite.", nameof(policyName));

        return new ServiceConnectionString
        {
            HostName = HostNameWith(HttpsPort, ServiceConnectionString.DefaultPort),
            SharedAccessKeyName = policy.Name,
            SharedAccessKey = policy.PrimaryKey,
        }.Format();
    }

    /// <summary>
    /// A device's connection string; with the MQTT port where that is not 8883. It is a secret, unless the device has a certificate: then it
    /// says <c>x509=true</c>.
    /// </summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <exception cref="HubException">The device is not registered (<see cref="HubErrorCode.DeviceNotFound"/>), or nothing lets it in.</exception>
    public string GetDeviceConnectionString(string deviceId)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        return ConnectionStringOf(_hub.GetIdentity(new HubIdentityId(deviceId)));
    }

    /// <summary>Registers a device; the hub makes its keys.</summary>
    /// <param name="deviceId">The device's id: 1 to 128 ASCII letters, digits or <c>- : . + % _ # * ? ! ( ) , = @ ; $ '</c>; case-sensitive.</param>
    /// <param name="cancellationToken">Stops waiting; the device may have been registered.</param>
    /// <returns>The device's connection string; with the MQTT port where that is not 8883. It is a secret.</returns>
    /// <exception cref="HubException">The id is taken (<see cref="HubErrorCode.DeviceAlreadyExists"/>) or not valid.</exception>
    public async Task<string> CreateDeviceAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        var identity = await _hub.CreateIdentityAsync(new HubIdentityId(deviceId), new IdentityDraft(), cancellationToken).ConfigureAwait(false);
        return ConnectionStringOf(identity);
    }

    /// <summary>Queues a message for a device. When this returns it cannot be lost: a device that listens gets it at once, another one when it comes.</summary>
    /// <param name="deviceId">The device's id; case-sensitive. Modules get no such messages.</param>
    /// <param name="message">What to send.</param>
    /// <param name="cancellationToken">Stops waiting; the message may have been queued.</param>
    /// <returns>The message's id, which the hub makes where it has none.</returns>
    /// <exception cref="HubException">
    /// The device is not registered (<see cref="HubErrorCode.DeviceNotFound"/>), 50 messages wait for it
    /// (<see cref="HubErrorCode.DeviceMaximumQueueDepthExceeded"/>), or the message is too large or not valid.
    /// </exception>
    public async Task<string> SendMessageAsync(string deviceId, CloudToDeviceMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        ArgumentNullException.ThrowIfNull(message);
        await _hub.Limits.AdmitMessageAsync(HubMeter.CloudToDeviceSends, message.Body.Length, cancellationToken).ConfigureAwait(false);
        return (await _hub.Messages.SendAsync(deviceId, message, cancellationToken).ConfigureAwait(false)).MessageId;
    }

    /// <summary>Reads what devices have sent and the hub still has. It is kept in memory only.</summary>
    /// <param name="after">The sequence number of the last message read; 0, the default, for all. One that is not reached yet is of an earlier run, and reads all.</param>
    /// <param name="deviceId">Whose messages, with those of its modules; null, the default, for all devices.</param>
    /// <param name="maxCount">How many at most, at least 1. The default is 100.</param>
    public TelemetryPage ReadTelemetry(long after = 0, string? deviceId = null, int maxCount = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCount);
        var slice = _hub.Telemetry.Read(new TelemetryCursor(after, deviceId), maxCount);
        return new TelemetryPage([.. slice.Messages.Select(DeviceMessages.ToPublic)], slice.Overwritten, slice.Next);
    }

    /// <summary>Reads what devices have sent and then whatever they send, until the hub stops.</summary>
    /// <remarks>A reader that is too slow misses the oldest messages, and never holds the hub. The sequence numbers tell.</remarks>
    /// <param name="after">The sequence number of the last message read; 0, the default, for all that the hub still has.</param>
    /// <param name="deviceId">Whose messages, with those of its modules; null, the default, for all devices.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public IAsyncEnumerable<DeviceToCloudMessage> WatchTelemetryAsync(
        long after = 0, string? deviceId = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return _hub.Telemetry.WatchAsync(new TelemetryCursor(after, deviceId), cancellationToken);
    }

    /// <summary>A device's end of a link in this process: no socket, no credential, otherwise as over MQTT. It ends with the hub.</summary>
    /// <param name="deviceId">The device's id; case-sensitive. It must be registered before the client is opened.</param>
    public IDeviceClient CreateDeviceClient(string deviceId)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        ObjectDisposedException.ThrowIf(_isDisposed == 1, this);
        var client = new InProcessDeviceClient(_hub, deviceId);
        _deviceClients.Enqueue(client);
        return client;
    }

    /// <summary>A back end's end of a link in this process.</summary>
    public IServiceClient CreateServiceClient() => new InProcessServiceClient(_hub, _queries);

    /// <summary>The hub's list of devices, asked in this process.</summary>
    public IDeviceRegistry CreateDeviceRegistry() => new InProcessDeviceRegistry(_hub);

    /// <summary>Ends a device's connection, as a network or a restart of the hub would. Whether it comes back is the device's matter.</summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <param name="cancellationToken">Stops before it is done.</param>
    /// <returns>False where the device was not connected.</returns>
    /// <exception cref="HubException">The device is not registered (<see cref="HubErrorCode.DeviceNotFound"/>).</exception>
    public Task<bool> DisconnectAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_hub.Disconnect(new HubIdentityId(deviceId), DisconnectResource.Reason));
    }

    /// <summary>Stops the hub: ends all links and calls, frees the ports, and removes what was made for this run only.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        foreach (var client in _deviceClients)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }

        _faults.Engine.Dispose();
        await _jobs.DisposeAsync().ConfigureAwait(false);
        _hub.Limits.Dispose();
        await _host.DisposeAsync().ConfigureAwait(false);
        await _configurations.DisposeAsync().ConfigureAwait(false);
        _hub.Messages.Dispose();
        _certificates.Dispose();
        await Dispose(_store).ConfigureAwait(false);
        _logger.HubStopped(HostName);
    }

    private static async Task<LocalIotHub> StartAsync(
        LocalHubOptions chosen, ILoggerFactory loggers, HubStore? store, CancellationToken cancellationToken)
    {
        var settings = SettingsOf(chosen);
        var dialect = chosen.StrictQueries ? QueryDialect.Strict : QueryDialect.Full;
        var faults = new HubFaults(chosen.TimeProvider, loggers);
        var limits = new HubLimits(chosen.Tier, chosen.Units, chosen.Throttling, chosen.TimeProvider, loggers);
        var hub = new HubRuntime(settings, faults.Clock, loggers, store, faults.Engine, limits);
        faults.Load(chosen.Faults ?? new FaultScript());
        var jobs = new JobScheduler(hub, settings, dialect, store);
        var queries = new HubQueryExecutor(hub, jobs, dialect);
        var configurations = new AutomaticConfigurations(hub, settings, dialect);

        var names = HostNames.Of(chosen.HostName, chosen.ListenAddress);
        var certificates = HubCertificates.Load(chosen.CertificateDirectory, names, chosen.TimeProvider);
        try
        {
            var api = new RestApi(hub, queries, jobs, configurations, faults);
            var host = await HubHost.StartAsync(hub, api, certificates, chosen, cancellationToken).ConfigureAwait(false);
            var started = new LocalIotHub(hub, queries, jobs, configurations, certificates, host, store, faults);
            jobs.Resume();
            started._logger.HubStarted(started.HostName, started.MqttsPort, started.HttpsPort);
            return started;
        }
        catch
        {
            certificates.Dispose();
            await configurations.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static HubSettings SettingsOf(LocalHubOptions chosen) => new()
    {
        HostName = chosen.HostName,
        RandomBytes = RandomNumberGenerator.GetBytes,
        ConfigurationInterval = chosen.ConfigurationInterval,
        MaxTelemetryMessages = chosen.MaxTelemetryMessages,
        MaxTelemetryBytes = chosen.MaxTelemetryBytes,
        MaxActiveJobs = TierQuotas.MaxActiveJobsOf(chosen.Tier),
        MaxConfigurations = TierQuotas.MaxConfigurationsOf(chosen.Tier),
        MaxDevices = TierQuotas.MaxDevicesOf(chosen.Tier),
        MaxIdentities = TierQuotas.MaxIdentitiesOf(chosen.Tier),
        MaxMethodsPerDevice = chosen.Tier is null ? null : chosen.Throttling.MaxMethodsPerDevice,
    };

    private static ValueTask Dispose(HubStore? store) => store?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string ConnectionStringOf(HubIdentity identity)
    {
        var authentication = identity.Authentication;
        if (authentication.Type == HubAuthenticationType.None)
        {
            throw new HubException(
                HubErrorCode.InvalidOperation,
                $"Device '{identity.Id}' is registered with authentication type none, so it has no connection string: give it keys or a certificate.");
        }

        return new DeviceConnectionString
        {
            HostName = HostNameWith(MqttsPort, DeviceConnectionString.DefaultPort),
            DeviceId = identity.Id.DeviceId,
            SharedAccessKey = authentication.PrimaryKey,
            UsesX509 = authentication.Type != HubAuthenticationType.Sas,
        }.Format();
    }

    private string HostNameWith(int port, int defaultPort)
    {
        var host = HostName.Contains(':') ? $"[{HostName}]" : HostName;
        return port == defaultPort ? host : $"{host}:{port}";
    }
}
