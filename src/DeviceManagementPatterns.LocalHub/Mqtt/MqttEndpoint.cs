using DeviceManagementPatterns.LocalHub.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>What all connections share.</summary>
internal sealed class MqttEndpoint(HubRuntime hub) : IDisposable
{
    public HubRuntime Hub { get; } = hub;

    public DeviceAuthenticator Authenticator { get; } = new(hub);

    public MqttLinks Links { get; } = new(hub.Time);

    public TelemetryBuffer Telemetry => Hub.Telemetry;

    public ILogger Logger { get; } = hub.Loggers.CreateLogger("DeviceManagementPatterns.LocalHub.Mqtt");

    public void Dispose() => Links.Dispose();
}
