using DeviceManagementPatterns.LocalHub.Certificates;
using DeviceManagementPatterns.LocalHub.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>What all connections share.</summary>
internal sealed class MqttEndpoint(HubRuntime hub, DeviceAuthorities authorities, TimeSpan tokenGrace) : IDisposable
{
    public HubRuntime Hub { get; } = hub;

    public DeviceAuthenticator Authenticator { get; } = new(hub, new CertificateCheck(authorities, hub.Time), tokenGrace);

    public MqttLinks Links { get; } = new(hub.Time);

    public TelemetryBuffer Telemetry => Hub.Telemetry;

    public ILogger Logger { get; } = hub.Loggers.CreateLogger("DeviceManagementPatterns.LocalHub.Mqtt");

    public void Dispose() => Links.Dispose();
}
