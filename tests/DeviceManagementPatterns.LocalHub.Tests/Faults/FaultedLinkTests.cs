using DeviceManagementPatterns.LocalHub.Tests.Mqtt;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

/// <summary>What a device sees, packet by packet. The hub answers in order, so what comes first shows what has not come.</summary>
public sealed class FaultedLinkTests
{
    private const string Twin = "$iothub/twin/res/#";
    private const string Desired = "$iothub/twin/PATCH/properties/desired/#";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("refuse connect", MqttConnectReturnCode.ConnectionRefusedNotAuthorized)]
    [InlineData("refuse connect 503001", MqttConnectReturnCode.ConnectionRefusedServerUnavailable)]
    [InlineData("throttle connect", MqttConnectReturnCode.ConnectionRefusedServerUnavailable)]
    public async Task A_refused_CONNECT_is_told_why_and_the_next_one_gets_in(string rule, MqttConnectReturnCode expected)
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        hub.Hub.Faults.Add($"{rule} times=1");

        using var wire = await DialAsync(hub);

        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(expected);
        await wire.ShouldEndAsync();
        using var next = await hub.ConnectAsync("d1");
    }

    [Fact]
    public async Task A_slow_CONNACK_comes_when_its_time_has_come()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        hub.Hub.Faults.Add("delay connect 45s");
        using var wire = await DialAsync(hub);
        await HitsAsync(hub, 1);

        var answer = wire.ReceiveAsync<MqttConnAckPacket>();
        _time.Advance(TimeSpan.FromSeconds(40));
        (await Task.WhenAny(answer, Task.Delay(100, TestContext.Current.CancellationToken))).ShouldNotBe(answer);

        (await MoveUntilAsync(answer)).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionAccepted);
    }

    [Fact]
    public async Task A_CONNECT_whose_answer_is_lost_has_connected_the_device_and_one_that_is_lost_has_not()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        await hub.Hub.CreateDeviceAsync("d2", TestContext.Current.CancellationToken);
        hub.Hub.Faults.Add("loseReply connect device=d1");
        hub.Hub.Faults.Add("drop connect device=d2");

        using var unanswered = await DialAsync(hub);
        using var lost = await DialAsync(hub, "d2");
        await HitsAsync(hub, 2);

        await UntilAsync(async () => (await ConnectionStateAsync(hub, "d1")) == "Connected");
        (await ConnectionStateAsync(hub, "d2")).ShouldBe("Disconnected");
        await ShouldBeSilentAsync(unanswered);
        await ShouldBeSilentAsync(lost);
    }

    [Fact]
    public async Task A_CONNECT_can_end_the_connection_without_a_word()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        hub.Hub.Faults.Add("disconnect connect");

        using var wire = await DialAsync(hub);

        await wire.ShouldEndAsync();
    }

    [Fact]
    public async Task A_link_that_freezes_with_its_CONNACK_is_half_open()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        hub.Hub.Faults.Add("freeze connect");

        using var wire = await hub.ConnectAsync("d1");
        await wire.SendAsync(new MqttPingReqPacket());

        await ShouldBeSilentAsync(wire);
        (await ConnectionStateAsync(hub, "d1")).ShouldBe("Connected");
    }

    [Fact]
    public async Task A_PINGRESP_can_be_missing()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Twin);
        hub.Hub.Faults.Add("drop ping times=1");

        await wire.SendAsync(new MqttPingReqPacket());
        await wire.PublishAsync("$iothub/twin/GET/?$rid=1");

        (await wire.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/200/?$rid=1 ");
        await wire.SendAsync(new MqttPingReqPacket());
        await wire.ReceiveAsync<MqttPingRespPacket>();
    }

    [Fact]
    public async Task A_frozen_link_stays_open_and_does_nothing_more()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Twin, Desired);
        hub.Hub.Faults.Add("freeze ping");

        await wire.SendAsync(new MqttPingReqPacket());
        await HitsAsync(hub, 1);
        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"a":1}""");
        await hub.Rest().PatchAsync("/twins/d1", """{"properties":{"desired":{"b":1}}}""");

        await ShouldBeSilentAsync(wire);
        (await ReportedAsync(hub)).ShouldNotContain("\"a\"");
        (await ConnectionStateAsync(hub, "d1")).ShouldBe("Connected");
    }

    [Theory]
    [InlineData("freeze telemetry")]
    [InlineData("freeze twinGet")]
    [InlineData("freeze reportedPatch")]
    [InlineData("freeze desiredNotification")]
    [InlineData("freeze methodRequest")]
    public async Task A_link_can_freeze_at_whatever_passes_it(string rule)
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Twin, Desired, "$iothub/methods/POST/#");
        hub.Hub.Faults.Add(rule);

        await wire.PublishAsync("devices/d1/messages/events/", "hot");
        await wire.PublishAsync("$iothub/twin/GET/?$rid=1");
        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=2", """{"a":1}""");
        await hub.Rest().PatchAsync("/twins/d1", """{"properties":{"desired":{"b":1}}}""");
        var call = hub.Rest().PostAsync("/twins/d1/methods", """{"methodName":"m","responseTimeoutInSeconds":5}""");
        await HitsAsync(hub, 1);
        await wire.SendAsync(new MqttPingReqPacket());

        while (await FirstOrSilenceAsync(wire) is { } packet)
        {
            packet.ShouldNotBeOfType<MqttPingRespPacket>();
        }

        (await ConnectionStateAsync(hub, "d1")).ShouldBe("Connected");
        (await MoveUntilAsync(call)).Status.ShouldBe(504);
    }

    [Fact]
    public async Task A_frozen_device_that_comes_back_takes_over()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var frozen = await hub.ConnectAsync("d1");
        hub.Hub.Faults.Add("freeze ping times=1");
        await frozen.SendAsync(new MqttPingReqPacket());
        await HitsAsync(hub, 1);

        using var back = await hub.ConnectAsync("d1");
        await back.SendAsync(new MqttPingReqPacket());

        await back.ReceiveAsync<MqttPingRespPacket>();
        await frozen.ShouldEndAsync();
    }

    [Theory]
    [InlineData("drop telemetry", 0, false)]
    [InlineData("loseReply telemetry", 1, false)]
    [InlineData("duplicate telemetry copies=2", 3, true)]
    [InlineData("drop telemetry device=d2", 1, true)]
    public async Task Telemetry_is_lost_doubled_or_not_acknowledged(string rule, int arrivals, bool isAcknowledged)
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        hub.Hub.Faults.Add(rule);

        await wire.PublishAsync("devices/d1/messages/events/", "hot", MqttQualityOfServiceLevel.AtLeastOnce, 5);
        await wire.SendAsync(new MqttPingReqPacket());

        if (isAcknowledged)
        {
            (await wire.ReceiveAsync<MqttPubAckPacket>()).PacketIdentifier.ShouldBe((ushort)5);
        }

        await wire.ReceiveAsync<MqttPingRespPacket>();
        hub.Hub.Telemetry.Read().Count.ShouldBe(arrivals);
    }

    [Fact]
    public async Task A_delayed_twin_comes_when_the_time_is_moved_and_holds_nothing_up()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Twin);
        hub.Hub.Faults.Add("delay twinGet 5s times=1");

        await wire.PublishAsync("$iothub/twin/GET/?$rid=1");
        await wire.PublishAsync("$iothub/twin/GET/?$rid=2");

        (await wire.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/200/?$rid=2 ");
        (await MoveUntilAsync(wire.ReceiveMessageAsync())).ShouldStartWith("$iothub/twin/res/200/?$rid=1 ");
    }

    [Theory]
    [InlineData("refuse twinGet 429001", "$iothub/twin/res/429/?$rid=1 {\"errorCode\":429001,")]
    [InlineData("throttle twinGet", "$iothub/twin/res/429/?$rid=1 {\"errorCode\":429001,")]
    [InlineData("refuse twinGet", "$iothub/twin/res/503/?$rid=1 {\"errorCode\":503001,")]
    public async Task A_refused_twin_is_told_so(string rule, string expected)
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Twin);
        hub.Hub.Faults.Add(rule);

        await wire.PublishAsync("$iothub/twin/GET/?$rid=1");

        (await wire.ReceiveMessageAsync()).ShouldStartWith(expected);
    }

    [Theory]
    [InlineData("drop reportedPatch", false)]
    [InlineData("loseReply reportedPatch", true)]
    public async Task A_reported_patch_is_lost_before_or_after_it_is_written(string rule, bool isWritten)
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Twin);
        hub.Hub.Faults.Add(rule);

        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"a":1}""");
        await wire.SendAsync(new MqttPingReqPacket());

        await wire.ReceiveAsync<MqttPingRespPacket>();
        (await ReportedAsync(hub)).Contains("\"a\":1").ShouldBe(isWritten);
    }

    [Fact]
    public async Task A_refused_patch_is_not_written()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Twin);
        hub.Hub.Faults.Add("throttle reportedPatch");

        await wire.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"a":1}""");

        (await wire.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/429/?$rid=1");
        (await ReportedAsync(hub)).ShouldNotContain("\"a\"");
    }

    [Fact]
    public async Task A_desired_change_can_be_lost_doubled_and_late()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Desired);
        hub.Hub.Faults.Add("drop desiredNotification times=1");
        hub.Hub.Faults.Add("duplicate desiredNotification times=1");
        hub.Hub.Faults.Add("delay desiredNotification 3s times=1");

        foreach (var value in (int[])[2, 3, 4, 5])
        {
            await hub.Rest().PatchAsync("/twins/d1", "{\"properties\":{\"desired\":{\"v\":" + value + "}}}");
        }

        (await wire.ReceiveMessageAsync()).ShouldContain("\"v\":3");
        (await wire.ReceiveMessageAsync()).ShouldContain("\"v\":3");
        (await wire.ReceiveMessageAsync()).ShouldContain("\"v\":5");
        (await MoveUntilAsync(wire.ReceiveMessageAsync())).ShouldContain("\"v\":4");
    }

    [Fact]
    public async Task A_fault_can_end_the_connection()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        hub.Hub.Faults.Add("disconnect telemetry");

        await wire.PublishAsync("devices/d1/messages/events/", "hot");

        await wire.ShouldEndAsync();
        hub.Hub.Telemetry.Read().ShouldBeEmpty();
        await UntilAsync(() => Task.FromResult(hub.LogMessages.Any(line => line.Contains("the fault 'rule-1' of this local hub ended it"))));
    }

    [Fact]
    public async Task Every_hit_is_logged()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");
        hub.Hub.Faults.Add("delay ping 1ms id=slow");

        await wire.SendAsync(new MqttPingReqPacket());
        await HitsAsync(hub, 1);

        hub.LogMessages.ShouldContain("Fault slow hits (no. 1): Delay of Ping, device d1, -.");
    }

    private static async Task<MqttWire> DialAsync(RunningHub hub, string deviceId = "d1")
    {
        var wire = await hub.DialAsync();
        await wire.SendAsync(MqttWire.Connect(deviceId, hub.DeviceToken(deviceId)));
        return wire;
    }

    private static async Task<string> ReportedAsync(RunningHub hub) =>
        (await hub.Rest().GetAsync("/twins/d1")).Json.GetProperty("properties").GetProperty("reported").GetRawText();

    private static async Task<string?> ConnectionStateAsync(RunningHub hub, string deviceId) =>
        (await hub.Rest().GetAsync($"/devices/{deviceId}")).Json.GetProperty("connectionState").GetString();

    private static Task HitsAsync(RunningHub hub, int count) => UntilAsync(() => Task.FromResult(hub.Hub.Faults.Hits.Count >= count));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static async Task ShouldBeSilentAsync(MqttWire wire) => (await FirstOrSilenceAsync(wire)).ShouldBeNull();

    /// <summary>The next packet; null where none comes for a while.</summary>
    private static async Task<MqttPacket?> FirstOrSilenceAsync(MqttWire wire)
    {
        var anything = wire.ReceiveAnyAsync();
        if (await Task.WhenAny(anything, Task.Delay(150, TestContext.Current.CancellationToken)) == anything)
        {
            return await anything;
        }

        _ = anything.ContinueWith(task => task.Exception, TaskScheduler.Default);
        return null;
    }

    private async Task<T> MoveUntilAsync<T>(Task<T> awaited)
    {
        while (!awaited.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(awaited, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        return await awaited;
    }
}
