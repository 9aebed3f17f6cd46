namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

public sealed class BasicTierTests
{
    [Theory]
    [InlineData(HubTier.B1)]
    [InlineData(HubTier.B2)]
    [InlineData(HubTier.B3)]
    public async Task The_registry_statistics_and_queries_work(HubTier tier)
    {
        await using var hub = await StartAsync(tier);
        var rest = hub.Rest();

        (await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""")).Status.ShouldBe(200);
        (await rest.PostAsync("/devices", """[{"id":"d2","importMode":"create"}]""")).Status.ShouldBe(200);
        (await rest.GetAsync("/devices")).Json.GetArrayLength().ShouldBe(2);
        (await rest.GetAsync("/statistics/devices")).Status.ShouldBe(200);
        (await rest.PostAsync("/devices/query", """{"query":"SELECT deviceId FROM devices"}""")).Json.GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("GET", "/twins/d1", null)]
    [InlineData("PATCH", "/twins/d1", "{}")]
    [InlineData("PUT", "/twins/d1", "{}")]
    [InlineData("GET", "/jobs/v2/j", null)]
    [InlineData("PUT", "/jobs/v2/j", "{}")]
    [InlineData("POST", "/jobs/v2/j/cancel", null)]
    [InlineData("GET", "/jobs/v2/query", null)]
    public async Task What_a_basic_tier_lacks_is_answered_with_403010(string method, string path, string? body)
    {
        await using var hub = await StartAsync(HubTier.B1);
        await hub.Rest().PutAsync("/devices/d1", """{"deviceId":"d1"}""");

        (await hub.Rest().SendAsync(method, path, body)).ShouldBeError(403, "OperationNotAvailableInCurrentTier");
    }

    [Fact]
    public async Task A_method_is_answered_with_403010_in_its_own_shape()
    {
        await using var hub = await StartAsync(HubTier.B2);
        using var device = await hub.ConnectAsync("d1");

        (await hub.Rest().PostAsync("/twins/d1/methods", """{"methodName":"reboot"}"""))
            .ShouldBeMethodError(403, 403010, "OperationNotAvailableInCurrentTier");
    }

    [Fact]
    public async Task A_device_that_asks_for_its_twin_is_told_and_stays_connected()
    {
        await using var hub = await StartAsync(HubTier.B1);
        using var device = await hub.ConnectAsync("d1");
        await device.SubscribeAsync("$iothub/twin/res/#");

        await device.PublishAsync("$iothub/twin/GET/?$rid=1");
        (await device.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/403/?$rid=1 {\"errorCode\":403010,");
        await device.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=2", "{}");
        (await device.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/403/?$rid=2 {\"errorCode\":403010,");

        await device.PublishAsync("devices/d1/messages/events/", "x", MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, 1);
        await device.ReceiveAsync<MQTTnet.Packets.MqttPubAckPacket>();
    }

    private static Task<RunningHub> StartAsync(HubTier tier) => RunningHub.StartAsync(configure: options => options.Tier = tier);
}
