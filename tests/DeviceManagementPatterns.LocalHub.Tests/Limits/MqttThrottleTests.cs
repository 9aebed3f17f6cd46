using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

public sealed class MqttThrottleTests
{
    private const string Events = "devices/d1/messages/events/";
    private const string Patch = "$iothub/twin/PATCH/properties/reported/?$rid=";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_twin_request_above_the_rate_gets_status_429_with_429001_in_its_body()
    {
        await using var hub = await StartAsync(options => options.QueueLength = 0);
        using var device = await hub.ConnectAsync("d1");
        await device.SubscribeAsync("$iothub/twin/res/#");

        for (var i = 0; i < 51; i++)
        {
            await device.PublishAsync($"{Patch}{i}", $$"""{"n":{{i}}}""");
        }

        for (var i = 0; i < 50; i++)
        {
            (await device.ReceiveMessageAsync()).ShouldBe($"$iothub/twin/res/204/?$rid={i}&$version={i + 2}");
        }

        var refused = await device.ReceiveMessageAsync();
        refused.ShouldStartWith("$iothub/twin/res/429/?$rid=50 {\"errorCode\":429001,");
        (await hub.Rest().GetAsync("/twins/d1")).Json.GetProperty("properties").GetProperty("reported").GetProperty("n").GetInt32().ShouldBe(49);
    }

    [Fact]
    public async Task A_twin_read_above_the_rate_is_refused_even_where_it_would_have_waited_too_long()
    {
        await using var hub = await StartAsync(options => (options.QueueLength, options.MaxWait) = (1, TimeSpan.FromMilliseconds(5)));
        using var device = await hub.ConnectAsync("d1");
        await device.SubscribeAsync("$iothub/twin/res/#");
        for (var i = 0; i < 100; i++)
        {
            await device.PublishAsync($"$iothub/twin/GET/?$rid={i}");
            (await device.ReceiveMessageAsync()).ShouldStartWith($"$iothub/twin/res/200/?$rid={i} ");
        }

        await device.PublishAsync("$iothub/twin/GET/?$rid=late");
        await UntilAsync(() => CountAsync(hub, "twinReads", "queued"), 1);
        _time.Advance(TimeSpan.FromMilliseconds(5));

        (await device.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/429/?$rid=late {\"errorCode\":429001,");
    }

    [Fact]
    public async Task Twin_patches_that_wait_are_done_in_their_order_and_the_link_goes_on_meanwhile()
    {
        await using var hub = await StartAsync();
        using var device = await hub.ConnectAsync("d1");
        await device.SubscribeAsync("$iothub/twin/res/#");
        for (var i = 0; i < 60; i++)
        {
            await device.PublishAsync($"{Patch}{i}", $$"""{"n":{{i}}}""", MqttQualityOfServiceLevel.AtLeastOnce, identifier: (ushort)(i + 1));
        }

        for (var i = 0; i < 50; i++)
        {
            (await device.ReceiveAsync<MqttPubAckPacket>()).PacketIdentifier.ShouldBe((ushort)(i + 1));
            (await device.ReceiveMessageAsync()).ShouldStartWith($"$iothub/twin/res/204/?$rid={i}&");
        }

        await UntilAsync(() => CountAsync(hub, "twinUpdates", "queued"), 10);
        await device.SendAsync(new MqttPingReqPacket());
        await device.ReceiveAsync<MqttPingRespPacket>();
        _time.Advance(TimeSpan.FromSeconds(1));

        for (var i = 50; i < 60; i++)
        {
            (await device.ReceiveAsync<MqttPubAckPacket>()).PacketIdentifier.ShouldBe((ushort)(i + 1));
            (await device.ReceiveMessageAsync()).ShouldBe($"$iothub/twin/res/204/?$rid={i}&$version={i + 2}");
        }
    }

    [Fact]
    public async Task A_message_that_waits_is_acknowledged_when_it_is_taken()
    {
        await using var hub = await StartAsync();
        using var device = await hub.ConnectAsync("d1");
        await SendAsync(device, 101);
        await ShouldAcknowledgeAsync(device, 1, 100);

        await UntilAsync(() => CountAsync(hub, "deviceToCloudSends", "queued"), 1);
        hub.Hub.Telemetry.Read().Count.ShouldBe(100);
        _time.Advance(TimeSpan.FromMilliseconds(10));

        await ShouldAcknowledgeAsync(device, 101, 101);
        hub.Hub.Telemetry.Read().Count.ShouldBe(101);
    }

    [Fact]
    public async Task A_message_that_is_refused_closes_the_link_and_gets_no_answer()
    {
        await using var hub = await StartAsync(options => options.QueueLength = 0);
        using var device = await hub.ConnectAsync("d1");

        await SendAsync(device, 101);

        await ShouldAcknowledgeAsync(device, 1, 100);
        await device.ShouldEndAsync();
        hub.LogMessages.ShouldContain(message => message.StartsWith("Device d1 is disconnected: the hub's tier refuses its message, 429001"));
    }

    [Fact]
    public async Task An_acknowledgement_does_not_overtake_that_of_an_earlier_message()
    {
        await using var hub = await StartAsync();
        using var device = await hub.ConnectAsync("d1");
        await device.SubscribeAsync("$iothub/methods/POST/#");
        await SendAsync(device, 101);
        await ShouldAcknowledgeAsync(device, 1, 100);
        await UntilAsync(() => CountAsync(hub, "deviceToCloudSends", "queued"), 1);

        var call = hub.Rest().PostAsync("/twins/d1/methods", """{"methodName":"reboot"}""");
        (await device.ReceiveMessageAsync()).ShouldStartWith("$iothub/methods/POST/reboot/?$rid=1");
        await device.PublishAsync("$iothub/methods/res/200/?$rid=1", "{}", MqttQualityOfServiceLevel.AtLeastOnce, identifier: 900);
        (await call).Status.ShouldBe(200);
        _time.Advance(TimeSpan.FromMilliseconds(10));

        await ShouldAcknowledgeAsync(device, 101, 101);
        await ShouldAcknowledgeAsync(device, 900, 900);
    }

    [Fact]
    public async Task A_device_that_goes_away_frees_its_place()
    {
        await using var hub = await StartAsync(options => options.QueueLength = 1);
        using var other = await hub.ConnectAsync("other");
        var device = await hub.ConnectAsync("d1");
        await SendAsync(device, 101);
        await UntilAsync(() => CountAsync(hub, "deviceToCloudSends", "queued"), 1);

        device.Dispose();
        await UntilAsync(async () => hub.LogMessages.Any(message => message.StartsWith("Device d1 is disconnected", StringComparison.Ordinal)) ? 1 : 0, 1);

        await other.PublishAsync("devices/other/messages/events/", "x", MqttQualityOfServiceLevel.AtLeastOnce, identifier: 1);
        await UntilAsync(() => CountAsync(hub, "deviceToCloudSends", "queued"), 2);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        await ShouldAcknowledgeAsync(other, 1, 1);
    }

    [Fact]
    public async Task A_connection_above_the_rate_waits_and_one_above_the_queue_is_told_to_come_again()
    {
        await using var hub = await StartAsync(options => options.QueueLength = 1);
        await hub.Rest().PutAsync("/devices/d1", """{"deviceId":"d1"}""");
        for (var i = 0; i < 100; i++)
        {
            using var wire = await hub.DialAsync();
            await wire.SendAsync(Mqtt.MqttWire.Connect("d1", hub.DeviceToken("d1")));
            (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionAccepted);
        }

        using var waits = await hub.DialAsync();
        await waits.SendAsync(Mqtt.MqttWire.Connect("d1", hub.DeviceToken("d1")));
        await UntilAsync(() => CountAsync(hub, "connections", "queued"), 1);
        using var refused = await hub.DialAsync();
        await refused.SendAsync(Mqtt.MqttWire.Connect("d1", hub.DeviceToken("d1")));

        (await refused.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionRefusedServerUnavailable);
        await refused.ShouldEndAsync();
        _time.Advance(TimeSpan.FromMilliseconds(10));
        (await waits.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionAccepted);
    }

    private static async Task SendAsync(Mqtt.MqttWire device, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await device.PublishAsync(Events, "x", MqttQualityOfServiceLevel.AtLeastOnce, identifier: (ushort)i);
        }
    }

    private static async Task ShouldAcknowledgeAsync(Mqtt.MqttWire device, int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            (await device.ReceiveAsync<MqttPubAckPacket>()).PacketIdentifier.ShouldBe((ushort)i);
        }
    }

    private static async Task<int> CountAsync(RunningHub hub, string meter, string count) =>
        (await hub.Rest().GetAsync("/$localhub")).Json.GetProperty("meters").GetProperty(meter).GetProperty(count).GetInt32();

    private static async Task UntilAsync(Func<Task<int>> read, int expected)
    {
        for (var attempt = 0; await read() != expected; attempt++)
        {
            attempt.ShouldBeLessThan(2000);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private Task<RunningHub> StartAsync(Action<ThrottlingOptions>? configure = null) => RunningHub.StartAsync(_time, options =>
    {
        options.Tier = HubTier.S1;
        options.Throttling.Burst = TimeSpan.Zero;
        configure?.Invoke(options.Throttling);
    });
}
