using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class MqttMethodTests
{
    private const string Methods = "$iothub/methods/POST/#";
    private const string Call = """{"methodName":"reboot","responseTimeoutInSeconds":30,"connectTimeoutInSeconds":0,"payload":{"a":1}}""";

    [Theory]
    [InlineData(MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData(MqttQualityOfServiceLevel.AtLeastOnce)]
    public async Task A_call_goes_to_the_device_and_its_answer_back(MqttQualityOfServiceLevel qos)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Methods);

        var answer = hub.Rest().PostAsync("/twins/d1/methods", Call);
        var (rid, body) = await ReceiveCallAsync(wire, "reboot");
        await wire.PublishAsync($"$iothub/methods/res/200/?$rid={rid}", """{"result": "Reboot started."}""", qos, (ushort)(qos == 0 ? 0 : 21));

        body.ShouldBe("""{"a":1}""");
        (await answer).Body.ShouldBe("""{"status":200,"payload":{"result": "Reboot started."}}""");
        if (qos == MqttQualityOfServiceLevel.AtLeastOnce)
        {
            (await wire.ReceiveAsync<MqttPubAckPacket>()).PacketIdentifier.ShouldBe((ushort)21);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("600")]
    public async Task Any_integer_is_a_status_and_an_empty_body_is_null(string status)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Methods);

        var answer = hub.Rest().PostAsync("/twins/d1/methods", Call);
        var (rid, _) = await ReceiveCallAsync(wire, "reboot");
        await wire.PublishAsync($"$iothub/methods/res/{status}/?$rid={rid}");

        (await answer).Body.ShouldBe($$"""{"status":{{status}},"payload":null}""");
    }

    [Fact]
    public async Task Answers_find_their_calls_in_any_order()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Methods);
        var rest = hub.Rest();

        var calls = Enumerable.Range(0, 5).Select(i => rest.PostAsync("/twins/d1/methods", $$"""{"methodName":"m","payload":{{i}}}""")).ToList();
        var received = new List<(string Rid, string Body)>();
        for (var i = 0; i < 5; i++)
        {
            received.Add(await ReceiveCallAsync(wire, "m"));
        }

        received.Reverse();
        foreach (var (rid, body) in received)
        {
            await wire.PublishAsync($"$iothub/methods/res/{body}/?$rid={rid}");
        }

        (await Task.WhenAll(calls)).Select(answer => answer.Json.GetProperty("status").GetInt32()).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_device_that_is_offline_or_not_subscribed_is_not_online()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("offline", TestContext.Current.CancellationToken);
        using var wire = await hub.ConnectAsync("d1");

        foreach (var device in new[] { "offline", "d1" })
        {
            var answer = await hub.Rest().PostAsync($"/twins/{device}/methods", Call);

            var inner = answer.ShouldBeMethodError(404, 404103, "DeviceNotOnline");
            inner.GetProperty("info").GetProperty("timeout").GetString().ShouldBe("00:00:00");
        }
    }

    [Fact]
    public async Task A_device_that_does_not_answer_is_a_timeout_after_the_response_timeout()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));
        await using var hub = await RunningHub.StartAsync(time);
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Methods);

        var answer = hub.Rest().PostAsync("/twins/d1/methods", Call);
        await ReceiveCallAsync(wire, "reboot");
        time.Advance(TimeSpan.FromSeconds(29.9));
        answer.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));

        (await answer).ShouldBeMethodError(504, 504101, "GatewayTimeout");
    }

    [Fact]
    public async Task A_device_that_goes_away_ends_the_call()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Methods);

        var answer = hub.Rest().PostAsync("/twins/d1/methods", Call);
        await ReceiveCallAsync(wire, "reboot");
        wire.Dispose();

        (await answer).ShouldBeMethodError(404, 404104, "DeviceConnectionClosedRemotely");
    }

    [Fact]
    public async Task An_answer_that_is_not_JSON_is_a_bad_gateway()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Methods);

        var answer = hub.Rest().PostAsync("/twins/d1/methods", Call);
        var (rid, _) = await ReceiveCallAsync(wire, "reboot");
        await wire.PublishAsync($"$iothub/methods/res/200/?$rid={rid}", "done");

        (await answer).ShouldBeMethodError(502, 502101, "InvalidResponseWhileProxying");
    }

    [Fact]
    public async Task Answers_that_nobody_waits_for_are_ignored()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.PublishAsync("$iothub/methods/res/200/?$rid=nobody", "{}");
        await wire.SendAsync(new MqttPingReqPacket());

        await wire.ReceiveAsync<MqttPingRespPacket>();
    }

    [Fact]
    public async Task A_call_that_waits_for_the_device_reaches_it_after_the_SUBACK()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        var answer = hub.Rest().PostAsync("/twins/d1/methods", """{"methodName":"m","connectTimeoutInSeconds":60}""");
        await hub.Rest().GetAsync("/devices/d1");
        await wire.SubscribeAsync(Methods);
        var (rid, _) = await ReceiveCallAsync(wire, "m");
        await wire.PublishAsync($"$iothub/methods/res/200/?$rid={rid}");

        (await answer).Status.ShouldBe(200);
    }

    private static async Task<(string Rid, string Body)> ReceiveCallAsync(MqttWire wire, string name)
    {
        var message = await wire.ReceiveMessageAsync();
        var prefix = $"$iothub/methods/POST/{name}/?$rid=";
        message.ShouldStartWith(prefix);
        var parts = message[prefix.Length..].Split(' ', 2);
        return (parts[0], parts.Length == 2 ? parts[1] : "");
    }
}
