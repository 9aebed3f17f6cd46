using DeviceManagementPatterns.LocalHub.Mqtt;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class MqttRulesTests
{
    private const MqttQualityOfServiceLevel QoS0 = MqttQualityOfServiceLevel.AtMostOnce;
    private const MqttQualityOfServiceLevel QoS1 = MqttQualityOfServiceLevel.AtLeastOnce;
    private const MqttQualityOfServiceLevel QoS2 = MqttQualityOfServiceLevel.ExactlyOnce;

    [Theory]
    [InlineData("devices/d1/messages/events/", QoS2)]
    [InlineData("devices/d2/messages/events/", QoS0)]
    [InlineData("devices/d1/modules/m1/messages/events/", QoS0)]
    [InlineData("devices/d1/messages/devicebound/", QoS0)]
    [InlineData("my/own/topic", QoS0)]
    [InlineData("$iothub/twin/res/200/?$rid=1", QoS0)]
    [InlineData("$iothub/methods/POST/reboot/?$rid=1", QoS0)]
    [InlineData("$iothub/twin/PATCH/properties/desired/?$version=1", QoS0)]
    [InlineData("$iothub/twin/GET/", QoS0)]
    [InlineData("", QoS0)]
    public async Task A_publish_that_is_not_allowed_ends_the_connection(string topic, MqttQualityOfServiceLevel qos)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.PublishAsync(topic, "{}", qos, (ushort)(qos == QoS0 ? 0 : 5));

        await wire.ShouldEndAsync();
    }

    [Theory]
    [InlineData("devices/d2/messages/devicebound/#")]
    [InlineData("devices/d1/modules/m1/inputs/#")]
    [InlineData("#")]
    [InlineData("$iothub/#")]
    [InlineData("$iothub/methods/POST/+")]
    [InlineData("devices/d1/messages/events/#")]
    public async Task A_subscription_that_is_not_offered_ends_the_connection(string filter)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.SendAsync(new MqttSubscribePacket { PacketIdentifier = 1, TopicFilters = [new MqttTopicFilter { Topic = filter }] });

        await wire.ShouldEndAsync();
    }

    [Fact]
    public async Task A_subscription_is_granted_as_asked_but_never_above_QoS_1()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.SendAsync(new MqttSubscribePacket
        {
            PacketIdentifier = 4711,
            TopicFilters =
            [
                new MqttTopicFilter { Topic = "$iothub/methods/POST/#", QualityOfServiceLevel = QoS0 },
                new MqttTopicFilter { Topic = "$iothub/twin/res/#", QualityOfServiceLevel = QoS1 },
                new MqttTopicFilter { Topic = "$iothub/twin/PATCH/properties/desired/#", QualityOfServiceLevel = QoS2 },
                new MqttTopicFilter { Topic = "devices/d1/messages/devicebound/#", QualityOfServiceLevel = QoS1 },
            ],
        });

        var granted = await wire.ReceiveAsync<MqttSubAckPacket>();
        granted.PacketIdentifier.ShouldBe((ushort)4711);
        granted.ReasonCodes.ShouldBe(
        [
            MqttSubscribeReasonCode.GrantedQoS0,
            MqttSubscribeReasonCode.GrantedQoS1,
            MqttSubscribeReasonCode.GrantedQoS1,
            MqttSubscribeReasonCode.GrantedQoS1,
        ]);
    }

    [Fact]
    public async Task Ping_and_unsubscribe_are_answered_and_goodbye_ends_the_connection()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.SendAsync(new MqttPingReqPacket());
        await wire.ReceiveAsync<MqttPingRespPacket>();
        await wire.SendAsync(new MqttUnsubscribePacket { PacketIdentifier = 9, TopicFilters = ["$iothub/twin/res/#", "never/subscribed"] });
        (await wire.ReceiveAsync<MqttUnsubAckPacket>()).PacketIdentifier.ShouldBe((ushort)9);
        await wire.SendAsync(new MqttDisconnectPacket());

        await wire.ShouldEndAsync();
    }

    [Theory]
    [InlineData("8000")]
    [InlineData("820700010003612F6203")]
    [InlineData("820700000003612F6200")]
    [InlineData("82020001")]
    [InlineData("A2020001")]
    [InlineData("36050001610001")]
    [InlineData("320700016100006162")]
    [InlineData("3001FF")]
    [InlineData("300200FF")]
    [InlineData("50020001")]
    [InlineData("62020001")]
    [InlineData("20020000")]
    [InlineData("C100")]
    [InlineData("F000")]
    [InlineData("0000")]
    [InlineData("30FFFFFFFF7F")]
    [InlineData("3081C010")]
    [InlineData("E00100")]
    [InlineData("4003000100")]
    [InlineData("400100")]
    [InlineData("34050001610001")]
    [InlineData("820A000100036110620000616200")]
    public async Task What_is_malformed_ends_the_connection_and_the_hub_lives_on(string hex)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.SendAsync(Convert.FromHexString(hex));

        await wire.ShouldEndAsync();
        using var again = await hub.ConnectAsync("d1");
    }

    [Theory]
    [InlineData("C328")]
    [InlineData("EDA080")]
    [InlineData("C080")]
    [InlineData("FF")]
    [InlineData("F4908080")]
    [InlineData("00")]
    public async Task Text_that_is_no_UTF_8_or_holds_a_null_ends_the_connection(string hex)
    {
        await using var hub = await RunningHub.StartAsync();
        byte[] topic = [.. "devices/d1/messages/events/a="u8, .. Convert.FromHexString(hex)];
        byte[] filter = [.. "$iothub/twin/res/"u8, .. Convert.FromHexString(hex), (byte)'#'];
        byte[][] packets =
        [
            [0x30, (byte)(2 + topic.Length), 0, (byte)topic.Length, .. topic],
            [0x82, (byte)(5 + filter.Length), 0, 1, 0, (byte)filter.Length, .. filter, 0],
            [0xA2, (byte)(4 + filter.Length), 0, 1, 0, (byte)filter.Length, .. filter],
        ];
        foreach (var packet in packets)
        {
            using var wire = await hub.ConnectAsync("d1");

            await wire.SendAsync(packet);

            await wire.ShouldEndAsync();
        }

        hub.Hub.Telemetry.Read().ShouldBeEmpty();
        hub.LogMessages.Count(message => message.Contains("malformed")).ShouldBe(packets.Length);
    }

    [Fact]
    public async Task Text_beyond_ASCII_is_text()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.PublishAsync("devices/d1/messages/events/ort=Zürich%20☃", "ü", QoS1, 1);

        await wire.ReceiveAsync<MqttPubAckPacket>();
    }

    [Fact]
    public async Task A_second_CONNECT_ends_the_connection()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.SendAsync(MqttWire.Connect("d1", hub.DeviceToken("d1")));

        await wire.ShouldEndAsync();
    }

    [Fact]
    public async Task The_largest_message_is_taken_and_one_byte_more_is_not()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.PublishAsync("devices/d1/messages/events/", new string('x', MqttLimits.MaxPayloadLength), QoS1, 1);
        (await wire.ReceiveAsync<MqttPubAckPacket>()).PacketIdentifier.ShouldBe((ushort)1);
        await wire.PublishAsync("devices/d1/messages/events/", new string('x', MqttLimits.MaxPayloadLength + 1), QoS1, 2);

        await wire.ShouldEndAsync();
    }

    [Theory]
    [InlineData("devices/d1/messages/events/")]
    [InlineData("devices/d1/messages/events")]
    [InlineData("devices/d1/messages/events/a=1&b=%20")]
    [InlineData("devices/d1/messages/events/a=1&b=%20/")]
    public async Task Telemetry_is_acknowledged(string topic)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.PublishAsync(topic, "hello", QoS1, 300);

        (await wire.ReceiveAsync<MqttPubAckPacket>()).PacketIdentifier.ShouldBe((ushort)300);
    }
}
