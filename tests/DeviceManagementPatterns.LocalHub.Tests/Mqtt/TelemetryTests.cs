using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class TelemetryTests
{
    private const MqttQualityOfServiceLevel QoS1 = MqttQualityOfServiceLevel.AtLeastOnce;

    [Fact]
    public async Task Telemetry_is_kept_with_its_properties()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.PublishAsync("devices/d1/messages/events/%24.ct=application%2Fjson&level=high/", "hello", QoS1, 1);
        await wire.ReceiveAsync<MqttPubAckPacket>();

        var message = hub.Hub.Telemetry.Read().ShouldHaveSingleItem();
        message.From.ShouldBe(new HubIdentityId("d1"));
        message.Properties["$.ct"].ShouldBe("application/json");
        message.Properties["level"].ShouldBe("high");
        Encoding.UTF8.GetString(message.Body.Span).ShouldBe("hello");
    }

    [Fact]
    public async Task A_retained_message_is_not_retained_but_marked()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.SendAsync(new MqttPublishPacket
        {
            Topic = "devices/d1/messages/events/",
            Retain = true,
            Dup = true,
            QualityOfServiceLevel = QoS1,
            PacketIdentifier = 1,
        });
        await wire.ReceiveAsync<MqttPubAckPacket>();

        var message = hub.Hub.Telemetry.Read().ShouldHaveSingleItem();
        message.Properties["mqtt-retain"].ShouldBe("true");
        message.Properties["mqtt-dup"].ShouldBe("true");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_will_is_telemetry_unless_the_device_says_goodbye(bool goodbye, int messages)
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        using (var wire = await hub.DialAsync())
        {
            await wire.SendAsync(ConnectWithWill(hub, "devices/d1/messages/events/reason=lost", MqttQualityOfServiceLevel.AtMostOnce));
            await wire.ReceiveAsync<MqttConnAckPacket>();
            if (goodbye)
            {
                await wire.SendAsync(new MqttDisconnectPacket());
                await wire.ShouldEndAsync();
            }
        }

        using var again = await hub.ConnectAsync("d1");
        await again.PublishAsync("devices/d1/messages/events/", "last", QoS1, 1);
        await again.ReceiveAsync<MqttPubAckPacket>();

        var wills = hub.Hub.Telemetry.Read().Where(message => message.Properties["iothub-MessageType"] == "Will").ToList();
        wills.Count.ShouldBe(messages);
        foreach (var will in wills)
        {
            will.Properties["reason"].ShouldBe("lost");
            Encoding.UTF8.GetString(will.Body.Span).ShouldBe("gone");
        }
    }

    [Theory]
    [InlineData("devices/d2/messages/events/", MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData("anything", MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData("$iothub/twin/GET/?$rid=1", MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData("devices/d1/messages/events/", MqttQualityOfServiceLevel.ExactlyOnce)]
    public async Task A_will_that_is_not_allowed_keeps_the_device_out(string topic, MqttQualityOfServiceLevel qos)
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        using var wire = await hub.DialAsync();

        await wire.SendAsync(ConnectWithWill(hub, topic, qos));

        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionRefusedNotAuthorized);
        await wire.ShouldEndAsync();
    }

    private static MqttConnectPacket ConnectWithWill(RunningHub hub, string topic, MqttQualityOfServiceLevel qos)
    {
        var connect = MqttWire.Connect("d1", hub.DeviceToken("d1"));
        connect.WillFlag = true;
        connect.WillTopic = topic;
        connect.WillQoS = qos;
        connect.WillMessage = "gone"u8.ToArray();
        return connect;
    }
}
