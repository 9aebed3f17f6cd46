using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DeviceManagementPatterns.LocalHub;
using MQTTnet;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary>A device that sends telemetry, by another MQTT client than ours, which has none to send.</summary>
internal sealed class ChattyDevice : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly string _deviceId;

    private ChattyDevice(string deviceId) => _deviceId = deviceId;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ChattyDevice> ConnectAsync(LocalIotHub hub, string deviceId)
    {
        var key = hub.GetDeviceConnectionString(deviceId).Split("SharedAccessKey=")[1];
        var device = new ChattyDevice(deviceId);
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(hub.HostName, hub.MqttsPort)
            .WithClientId(deviceId)
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V311)
            .WithCredentials($"{hub.HostName}/{deviceId}/?api-version=2021-04-12", Token($"{hub.HostName}/devices/{deviceId}", key))
            .WithTlsOptions(tls => tls.UseTls().WithTrustChain([X509Certificate2.CreateFromPem(hub.CaCertificatePem)]))
            .Build();
        await device._client.ConnectAsync(options, Stop);
        return device;
    }

    public Task SayAsync(string text) => _client.PublishAsync(
        new MqttApplicationMessageBuilder()
            .WithTopic($"devices/{_deviceId}/messages/events/")
            .WithPayload(text)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build(),
        Stop);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Token(string resource, string key)
    {
        var name = WebUtility.UrlEncode(resource);
        var expiry = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.UTF8.GetBytes($"{name}\n{expiry}"));
        return $"SharedAccessSignature sr={name}&sig={WebUtility.UrlEncode(Convert.ToBase64String(signature))}&se={expiry}";
    }
}
