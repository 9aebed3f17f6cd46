using System.Text;
using MQTTnet;

namespace DeviceManagementPatterns.LocalHub.Tests;

/// <summary>The tutorial's whole way with MQTTnet's client, which shares no session code with the hub.</summary>
public sealed class EndToEndTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_is_created_connects_is_called_and_both_sides_write_its_twin()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        (await rest.PutAsync("/devices/myDeviceId", """{"deviceId":"myDeviceId"}""")).Status.ShouldBe(200);
        using var device = new MqttClientFactory().CreateMqttClient();
        var desired = new TaskCompletionSource<string>();
        var patched = new TaskCompletionSource<string>();
        device.ApplicationMessageReceivedAsync += async message =>
        {
            var topic = message.ApplicationMessage.Topic;
            if (topic.StartsWith("$iothub/methods/POST/rebootDevice/", StringComparison.Ordinal))
            {
                var rid = topic[(topic.IndexOf("$rid=", StringComparison.Ordinal) + 5)..];
                await device.PublishStringAsync($"$iothub/methods/res/200/?$rid={rid}", """{"Response":"This is the response from the device"}""", cancellationToken: Stop);
                await device.PublishStringAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"rebootTime":"now"}""", cancellationToken: Stop);
            }
            else if (topic.StartsWith("$iothub/twin/res/", StringComparison.Ordinal))
            {
                patched.TrySetResult(topic);
            }
            else
            {
                desired.TrySetResult(Encoding.UTF8.GetString(message.ApplicationMessage.Payload));
            }
        };

        await device.ConnectAsync(Options(hub, "myDeviceId"), Stop);
        await SubscribeAsync(device, "$iothub/methods/POST/#", "$iothub/twin/res/#", "$iothub/twin/PATCH/properties/desired/#");
        var reboot = await rest.PostAsync("/twins/myDeviceId/methods", """{"methodName":"rebootDevice","payload":{"method_number":"42"},"responseTimeoutInSeconds":30}""");
        (await patched.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop)).ShouldBe("$iothub/twin/res/204/?$rid=1&$version=2");
        await rest.PatchAsync("/twins/myDeviceId", """{"properties":{"desired":{"interval":5}}}""");

        reboot.Body.ShouldBe("""{"status":200,"payload":{"Response":"This is the response from the device"}}""");
        (await desired.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop)).ShouldBe("""{"interval":5,"$version":2}""");
        var twin = (await rest.GetAsync("/twins/myDeviceId")).Json;
        twin.GetProperty("properties").GetProperty("reported").GetProperty("rebootTime").GetString().ShouldBe("now");
        twin.GetProperty("connectionState").GetString().ShouldBe("Connected");
        await device.DisconnectAsync(cancellationToken: Stop);
    }

    private static MqttClientOptions Options(RunningHub hub, string deviceId) => new MqttClientOptionsBuilder()
        .WithTcpServer("localhost", hub.Hub.MqttsPort)
        .WithClientId(deviceId)
        .WithCredentials($"localhost/{deviceId}/?api-version=2021-04-12", hub.DeviceToken(deviceId))
        .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V311)
        .WithTlsOptions(tls => tls.WithTrustChain(hub.TrustOptions().CertificateChainPolicy!.CustomTrustStore))
        .Build();

    private static async Task SubscribeAsync(IMqttClient device, params string[] filters)
    {
        foreach (var filter in filters)
        {
            await device.SubscribeAsync(filter, cancellationToken: Stop);
        }
    }
}
