using DeviceManagementPatterns.Http;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeviceManagementPatterns.Cli.Hubs;

/// <summary>The hub that a command was pointed at, by its options or the variables.</summary>
internal sealed class HubAccess : IAsyncDisposable
{
    public const string ConnectionStringVariable = "DMP_CONNECTION_STRING";
    public const string CaFileVariable = "DMP_CA_FILE";

    private readonly ServiceConnectionString _hub;
    private readonly IotHubServiceOptions _options;

    private DeviceManagementClient? _client;
    private IotHubDeviceRegistry? _registry;
    private LocalHubCalls? _localHub;
    private HubHttp? _http;

    private HubAccess(ServiceConnectionString hub, IotHubServiceOptions options)
    {
        _hub = hub;
        _options = options;
    }

    public DeviceManagementClient Client => _client ??= new DeviceManagementClient(_hub.Format(), _options);

    public IotHubDeviceRegistry Registry => _registry ??= new IotHubDeviceRegistry(_hub.Format(), _options);

    /// <exception cref="HubException">The hub is in Azure.</exception>
    public LocalHubCalls LocalHub => _localHub ??= new LocalHubCalls(_hub, _options);

    /// <summary>The faults of a local hub.</summary>
    public HubFaultsAccess Faults => new(_http ??= HubHttp.ForPolicy(_hub.Format(), _options, NullLogger.Instance, time: null));

    /// <exception cref="ArgumentException">No hub is given, or its connection string is malformed; the message says what to do.</exception>
    public static HubAccess Find(string? connectionString, string? caFile, CliEnvironment environment)
    {
        var text = FirstGiven(connectionString, environment.Variable(ConnectionStringVariable)) ?? throw new ArgumentException(
            $"No hub is given. Set {ConnectionStringVariable} (or --connection-string) to the connection string of a shared access policy: "
            + "'dmp hub' prints one, and Azure shows them under the hub's 'Shared access policies'.");
        var options = new IotHubServiceOptions { CaFile = FirstGiven(caFile, environment.Variable(CaFileVariable)) };
        return new HubAccess(ServiceConnectionString.Parse(text), options);
    }

    /// <summary>With the port of the hub's device endpoint, where it is not the usual one.</summary>
    /// <exception cref="HubException">The device has no key and no certificate.</exception>
    public async Task<string> DeviceConnectionStringAsync(DeviceIdentity device, CancellationToken cancellationToken)
    {
        if (device.PrimaryKey is { } key)
        {
            return await ConnectionStringAsync(device.DeviceId, key, cancellationToken).ConfigureAwait(false);
        }

        return await Registry.FindCertificateAsync(device.DeviceId, cancellationToken).ConfigureAwait(false) is { HasCertificate: true }
            ? await CertificateConnectionStringAsync(device.DeviceId, cancellationToken).ConfigureAwait(false)
            : throw new HubException(
                HubErrorCode.InvalidOperation,
                $"Device '{device.DeviceId}' has no key and no certificate, so it has no connection string; or this policy may not read keys.");
    }

    /// <summary>The connection string of a device that signs in with a certificate.</summary>
    public Task<string> CertificateConnectionStringAsync(string deviceId, CancellationToken cancellationToken) =>
        ConnectionStringAsync(deviceId, key: null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _localHub?.Dispose();
        _http?.Dispose();
        if (_client is not null)
        {
            await _client.DisposeAsync().ConfigureAwait(false);
        }

        if (_registry is not null)
        {
            await _registry.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static string? FirstGiven(string? option, string? variable) =>
        !string.IsNullOrWhiteSpace(option) ? option : !string.IsNullOrWhiteSpace(variable) ? variable : null;

    private async Task<string> ConnectionStringAsync(string deviceId, string? key, CancellationToken cancellationToken)
    {
        var ports = await LocalHubPorts.FindAsync(_hub.Endpoint, _options, cancellationToken).ConfigureAwait(false);
        return new DeviceConnectionString
        {
            HostName = HostNameWith(ports?.MqttsPort ?? DeviceConnectionString.DefaultPort),
            DeviceId = deviceId,
            SharedAccessKey = key,
            UsesX509 = key is null,
        }.Format();
    }

    private string HostNameWith(int port)
    {
        var host = _hub.Endpoint.Host;
        return port != DeviceConnectionString.DefaultPort ? new HubEndpoint(host, port).ToString() : host.Contains(':') ? $"[{host}]" : host;
    }
}
