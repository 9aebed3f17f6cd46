using System.Text.Json;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class MqttTwinTests
{
    private const string TwinAnswers = "$iothub/twin/res/#";
    private const string DesiredPatches = "$iothub/twin/PATCH/properties/desired/#";

    [Fact]
    public async Task The_twin_is_read_with_an_empty_body_or_a_space()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(TwinAnswers);

        foreach (var body in new[] { "", " " })
        {
            await wire.PublishAsync("$iothub/twin/GET/?$rid=0b7c5e3a-5a0e-4d6f-8a55-2f5a4a0c2b11", body);

            (await wire.ReceiveMessageAsync()).ShouldBe(
                "$iothub/twin/res/200/?$rid=0b7c5e3a-5a0e-4d6f-8a55-2f5a4a0c2b11 {\"desired\":{\"$version\":1},\"reported\":{\"$version\":1}}");
        }
    }

    [Fact]
    public async Task A_reported_patch_is_answered_with_204_and_the_new_version()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(TwinAnswers);

        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"fan":"on"}""");

        (await wire.ReceiveMessageAsync()).ShouldBe("$iothub/twin/res/204/?$rid=1&$version=2");
        var reported = (await hub.Rest().GetAsync("/twins/d1")).Json.GetProperty("properties").GetProperty("reported");
        reported.GetProperty("fan").GetString().ShouldBe("on");
    }

    [Fact]
    public async Task Requests_at_QoS_1_are_acknowledged_before_they_are_answered()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(TwinAnswers);

        await wire.PublishAsync("$iothub/twin/GET/?$rid=1", "", MqttQualityOfServiceLevel.AtLeastOnce, 11);
        (await wire.ReceiveAsync<MqttPubAckPacket>()).PacketIdentifier.ShouldBe((ushort)11);
        (await wire.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/200/?$rid=1 ");

        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=2", "{}", MqttQualityOfServiceLevel.AtLeastOnce, 12);
        (await wire.ReceiveAsync<MqttPubAckPacket>()).PacketIdentifier.ShouldBe((ushort)12);
        (await wire.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/204/?$rid=2&$version=");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"a.b":1}""")]
    [InlineData("""{"a":{"$b":1}}""")]
    public async Task A_patch_that_is_not_valid_is_answered_with_400_and_an_error_code(string patch)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(TwinAnswers);

        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", patch);

        var message = await wire.ReceiveMessageAsync();
        message.ShouldStartWith("$iothub/twin/res/400/?$rid=1 ");
        var body = JsonDocument.Parse(message[message.IndexOf('{')..]).RootElement;
        (body.GetProperty("errorCode").GetInt32() / 1000).ShouldBe(400);
        body.GetProperty("trackingId").GetString().ShouldNotBeNullOrEmpty();
        body.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        body.GetProperty("timestampUtc").GetDateTimeOffset();
    }

    [Fact]
    public async Task A_patch_whose_base_version_is_stale_is_answered_with_412()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(TwinAnswers);

        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1&$version=1", """{"a":1}""");
        (await wire.ReceiveMessageAsync()).ShouldBe("$iothub/twin/res/204/?$rid=1&$version=2");
        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=2&$version=1", """{"a":2}""");

        (await wire.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/412/?$rid=2 ");
    }

    [Fact]
    public async Task Without_a_subscription_a_patch_is_applied_and_not_answered()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"fan":"on"}""");
        await wire.PublishAsync("$iothub/twin/GET/?$rid=2");
        await wire.SendAsync(new MqttPingReqPacket());

        await wire.ReceiveAsync<MqttPingRespPacket>();
        (await hub.Rest().GetAsync("/twins/d1")).Body.ShouldContain("\"fan\":\"on\"");
    }

    [Fact]
    public async Task A_desired_patch_reaches_the_subscribed_device_as_it_was_sent()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(DesiredPatches);

        await hub.Rest().PatchAsync("/twins/d1", """{"properties":{"desired":{"fan":"on","gone":null}}}""");
        await hub.Rest().PutAsync("/twins/d1", """{"properties":{"desired":{"speed":2}}}""");

        (await wire.ReceiveMessageAsync()).ShouldBe(
            "$iothub/twin/PATCH/properties/desired/?$version=2 {\"fan\":\"on\",\"gone\":null,\"$version\":2}");
        (await wire.ReceiveMessageAsync()).ShouldBe(
            "$iothub/twin/PATCH/properties/desired/?$version=3 {\"speed\":2,\"$version\":3}");
    }

    [Fact]
    public async Task Tags_are_not_told_to_the_device_and_nothing_is_after_it_unsubscribed()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(DesiredPatches);

        await hub.Rest().PatchAsync("/twins/d1", """{"tags":{"site":"a"}}""");
        await wire.SendAsync(new MqttUnsubscribePacket { PacketIdentifier = 3, TopicFilters = [DesiredPatches] });
        await wire.ReceiveAsync<MqttUnsubAckPacket>();
        await hub.Rest().PatchAsync("/twins/d1", """{"properties":{"desired":{"fan":"on"}}}""");
        await wire.SendAsync(new MqttPingReqPacket());

        await wire.ReceiveAsync<MqttPingRespPacket>();
    }

    [Fact]
    public async Task Without_an_api_version_a_patch_is_answered_with_400()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        using var wire = await hub.DialAsync();
        var connect = MqttWire.Connect("d1", hub.DeviceToken("d1"));
        connect.Username = "localhost/d1";
        await wire.SendAsync(connect);
        await wire.ReceiveAsync<MqttConnAckPacket>();
        await wire.SubscribeAsync(TwinAnswers);

        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"a":1}""");

        (await wire.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/400/?$rid=1 {\"errorCode\":400001,");
    }

    [Fact]
    public async Task A_kept_session_keeps_its_subscriptions()
    {
        await using var hub = await RunningHub.StartAsync();
        using (var first = await hub.ConnectAsync("d1", cleanSession: false))
        {
            await first.SubscribeAsync(TwinAnswers, DesiredPatches);
        }

        using var second = await hub.ConnectAsync("d1", cleanSession: false);
        await hub.Rest().PatchAsync("/twins/d1", """{"properties":{"desired":{"fan":"on"}}}""");

        (await second.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/PATCH/properties/desired/?$version=2 ");
        await second.PublishAsync("$iothub/twin/GET/?$rid=1");
        (await second.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/200/?$rid=1 ");
    }
}
