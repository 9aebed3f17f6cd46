using DeviceManagementPatterns.Http;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeviceManagementPatterns;

/// <summary>An IoT Hub's list of devices, over its REST interface (api-version 2021-04-12). It may be used by many threads.</summary>
public sealed class IotHubDeviceRegistry : IDeviceRegistry
{
    private const int MaxListCount = 1000;

    private readonly HubHttp _http;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="connectionString">
    /// A policy's connection string, <c>HostName=…;SharedAccessKeyName=…;SharedAccessKey=…</c>. Reading needs the permission
    /// RegistryRead, writing RegistryWrite, as <c>registryReadWrite</c> and <c>iothubowner</c> have them. <c>HostName</c> may carry a port.
    /// </param>
    /// <param name="options">Trust, timeouts and repetitions; the defaults where left out.</param>
    /// <param name="loggerFactory">Where repetitions are logged; nowhere where left out.</param>
    /// <param name="timeProvider">The clock; the system's where left out.</param>
    /// <exception cref="ArgumentException">The connection string or an option is not valid; the message names what and the fix.</exception>
    public IotHubDeviceRegistry(
        string connectionString,
        IotHubServiceOptions? options = null,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null)
        : this(HubHttp.ForPolicy(
            connectionString, options, (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<IotHubDeviceRegistry>(), timeProvider))
    {
    }

    internal IotHubDeviceRegistry(HubHttp http) => _http = http;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The device id is not one, or only one of the two keys is given.</exception>
    public Task<DeviceIdentity> CreateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckIdentity(device);
        return CreateAsync(device, registration: null, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The device id is not one.</exception>
    public async Task<DeviceIdentity?> GetDeviceAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckDeviceId(deviceId);
        var request = HubRequest.Read($"Reading the device '{deviceId}'", ServiceRoutes.Device(deviceId));
        try
        {
            var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return reply.Read<DeviceIdentity>(request, IdentityJson.TryRead);
        }
        catch (HubException e) when (e.Code == HubErrorCode.DeviceNotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxCount"/> is outside 1 to 1000.</exception>
    public async Task<IReadOnlyList<DeviceIdentity>> ListDevicesAsync(
        int maxCount = MaxListCount, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckRange(nameof(maxCount), maxCount, 1, MaxListCount);
        var request = HubRequest.Read("Listing devices", ServiceRoutes.Devices(maxCount));

        var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read<IReadOnlyList<DeviceIdentity>>(request, IdentityJson.TryReadList);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A device that is registered with a certificate keeps it unless keys are given; to know, a device without keys is read first.
    /// </remarks>
    /// <exception cref="ArgumentException">The device id is not one, or only one of the two keys is given.</exception>
    public async Task<DeviceIdentity> UpdateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckIdentity(device);
        var registration = device.PrimaryKey is null
            ? await FindCertificateAsync(device.DeviceId, cancellationToken).ConfigureAwait(false)
            : null;
        var request = HubRequest.Write(
            $"Writing the device '{device.DeviceId}'",
            HttpMethod.Put,
            ServiceRoutes.Device(device.DeviceId),
            IdentityJson.Write(device, registration),
            device.ETag);

        var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read<DeviceIdentity>(request, IdentityJson.TryRead);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The device id is not one.</exception>
    public async Task DeleteDeviceAsync(string deviceId, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckDeviceId(deviceId);
        var request = HubRequest.Write(
            $"Removing the device '{deviceId}'", HttpMethod.Delete, ServiceRoutes.Device(deviceId), body: null, ifMatch);

        await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Registers a device with what takes the place of its keys; null leaves the keys to the hub.</summary>
    internal async Task<DeviceIdentity> CreateAsync(
        DeviceIdentity device, CertificateRegistration? registration, CancellationToken cancellationToken)
    {
        var body = IdentityJson.Write(device with { ETag = ETag.Any }, registration);
        var request = HubRequest.Write(
            $"Registering '{device.DeviceId}'", HttpMethod.Put, ServiceRoutes.Device(device.DeviceId), body, ifMatch: null);

        var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read<DeviceIdentity>(request, IdentityJson.TryRead);
    }

    /// <summary>Null for a device that has keys.</summary>
    internal async Task<CertificateRegistration?> FindCertificateAsync(string deviceId, CancellationToken cancellationToken)
    {
        var request = HubRequest.Read($"Reading the device '{deviceId}'", ServiceRoutes.Device(deviceId));
        var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var registration = reply.Read<CertificateRegistration>(request, CertificateRegistration.TryRead);
        return registration.UsesKeys ? null : registration;
    }

    /// <summary>Closes the connections; calls that are under way fail.</summary>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
