using System.Collections.Concurrent;
using System.Security.Cryptography;
using DeviceManagementPatterns.LocalHub.Certificates;
using DeviceManagementPatterns.LocalHub.Hosting;
using DeviceManagementPatterns.LocalHub.Http;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.HubQueries;
using DeviceManagementPatterns.LocalHub.InProcess;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.LocalHub.Mqtt;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Runtime.Jobs;
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
    private readonly HubCertificates _certificates;
    private readonly HubHost _host;
    private readonly HubStore? _store;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<InProcessDeviceClient> _deviceClients = new();
    private int _isDisposed;

    private LocalIotHub(
        HubRuntime hub, HubQueryExecutor queries, JobScheduler jobs, HubCertificates certificates, HubHost host, HubStore? store)
    {
        (_hub, _queries, _jobs, _certificates, _host, _store) = (hub, queries, jobs, certificates, host, store);
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

    /// <summary>The latest telemetry of all devices.</summary>
    internal TelemetryBuffer Telemetry => _host.Telemetry;

    /// <summary>The scheduled jobs.</summary>
    internal JobScheduler Jobs => _jobs;

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

    /// <summary>A device's connection string; with the MQTT port where that is not 8883. It is a secret.</summary>
    /// <param name="deviceId">The device's id; case-sensitive.</param>
    /// <exception cref="HubException">The device is not registered (<see cref="HubErrorCode.DeviceNotFound"/>), or has no key.</exception>
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

        await _jobs.DisposeAsync().ConfigureAwait(false);
        _hub.Limits.Dispose();
        await _host.DisposeAsync().ConfigureAwait(false);
        _certificates.Dispose();
        await Dispose(_store).ConfigureAwait(false);
        _logger.HubStopped(HostName);
    }

    private static async Task<LocalIotHub> StartAsync(
        LocalHubOptions chosen, ILoggerFactory loggers, HubStore? store, CancellationToken cancellationToken)
    {
        var settings = SettingsOf(chosen);
        var limits = new HubLimits(chosen.Tier, chosen.Units, chosen.Throttling, chosen.TimeProvider, loggers);
        var hub = new HubRuntime(settings, chosen.TimeProvider, loggers, store, limits);
        var jobs = new JobScheduler(hub, settings, QueryDialect.Full);
        var queries = new HubQueryExecutor(hub, jobs, QueryDialect.Full);

        var names = HostNames.Of(chosen.HostName, chosen.ListenAddress);
        var certificates = HubCertificates.Load(chosen.CertificateDirectory, names, chosen.TimeProvider);
        try
        {
            var host = await HubHost.StartAsync(hub, new RestApi(hub, queries, jobs), certificates, chosen, cancellationToken).ConfigureAwait(false);
            var started = new LocalIotHub(hub, queries, jobs, certificates, host, store);
            started._logger.HubStarted(started.HostName, started.MqttsPort, started.HttpsPort);
            return started;
        }
        catch
        {
            certificates.Dispose();
            throw;
        }
    }

    private static HubSettings SettingsOf(LocalHubOptions chosen) => new()
    {
        HostName = chosen.HostName,
        RandomBytes = RandomNumberGenerator.GetBytes,
        MaxActiveJobs = TierQuotas.MaxActiveJobsOf(chosen.Tier),
        MaxConfigurations = TierQuotas.MaxConfigurationsOf(chosen.Tier),
        MaxDevices = TierQuotas.MaxDevicesOf(chosen.Tier),
        MaxIdentities = TierQuotas.MaxIdentitiesOf(chosen.Tier),
        MaxMethodsPerDevice = chosen.Tier is null ? null : chosen.Throttling.MaxMethodsPerDevice,
    };

    private static ValueTask Dispose(HubStore? store) => store?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string ConnectionStringOf(HubIdentity identity)
    {
        var key = identity.Authentication.PrimaryKey ?? throw new HubException(
            HubErrorCode.InvalidOperation,
            $"Device '{identity.Id}' has no key, so it has no connection string: it is registered with a certificate.");

        return new DeviceConnectionString
        {
            HostName = HostNameWith(MqttsPort, DeviceConnectionString.DefaultPort),
            DeviceId = identity.Id.DeviceId,
            SharedAccessKey = key,
        }.Format();
    }

    private string HostNameWith(int port, int defaultPort)
    {
        var host = HostName.Contains(':') ? $"[{HostName}]" : HostName;
        return port == defaultPort ? host : $"{host}:{port}";
    }
}
