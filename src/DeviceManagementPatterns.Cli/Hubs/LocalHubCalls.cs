using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DeviceManagementPatterns.Http;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeviceManagementPatterns.Cli.Hubs;

/// <summary>What a local hub offers by REST and Azure IoT Hub by AMQP only: sending messages to devices, and reading theirs.</summary>
internal sealed class LocalHubCalls : IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    private readonly HubHttp _http;

    /// <exception cref="HubException">The hub is in Azure.</exception>
    public LocalHubCalls(ServiceConnectionString hub, IotHubServiceOptions options)
    {
        if (LocalHubPorts.IsInAzure(hub.Endpoint))
        {
            throw new HubException(
                HubErrorCode.InvalidOperation,
                $"'{hub.Endpoint.Host}' is a hub in Azure, which has this by AMQP only: use 'az iot device c2d-message send' or 'az iot hub monitor-events'.");
        }

        _http = HubHttp.ForPolicy(hub.Format(), options, NullLogger.Instance, time: null);
    }

    /// <returns>The message's id.</returns>
    /// <exception cref="HubException">The hub refused, or there was no answer.</exception>
    public async Task<string> SendAsync(string deviceId, byte[] message, CancellationToken cancellationToken)
    {
        var request = new HubRequest($"Sending a message to '{deviceId}'", HttpMethod.Post, LocalHubRoutes.Messages(deviceId))
        {
            Body = message,
            MakesDeviceAct = true,
        };
        var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read<string>(request, TryReadId);
    }

    /// <summary>The next messages; where there are none, those that come while it waits, if any.</summary>
    /// <exception cref="HubException">The hub refused, or there was no answer.</exception>
    public async Task<TelemetryPage> ReadTelemetryAsync(long after, string? deviceId, TimeSpan wait, CancellationToken cancellationToken)
    {
        var request = HubRequest.Read("Reading telemetry", LocalHubRoutes.Telemetry(after, deviceId, (int)wait.TotalSeconds)) with
        {
            Timeout = wait + AnswerTime,
        };
        var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read<TelemetryPage>(request, TelemetryPage.TryRead);
    }

    public void Dispose() => _http.Dispose();

    private static bool TryReadId(JsonElement json, [NotNullWhen(true)] out string? messageId) => json.TryGetText("messageId", out messageId);
}
