using DeviceManagementPatterns.LocalHub.Tests.Mqtt;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

public sealed class FaultedMethodTests
{
    private const string Methods = "$iothub/methods/POST/#";
    private const string Call = """{"methodName":"reboot","responseTimeoutInSeconds":30,"connectTimeoutInSeconds":0,"payload":1}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_lost_reply_is_acknowledged_to_the_device_and_the_caller_times_out()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await ListeningAsync(hub);
        hub.Hub.Faults.Add("drop methodReply method=reboot id=lost times=1");

        var answer = hub.Rest().PostAsync("/twins/d1/methods", Call);
        var rid = RidOf(await wire.ReceiveMessageAsync());
        await wire.PublishAsync($"$iothub/methods/res/200/?$rid={rid}", "{}", MqttQualityOfServiceLevel.AtLeastOnce, 9);
        (await wire.ReceiveAsync<MqttPubAckPacket>()).PacketIdentifier.ShouldBe((ushort)9);

        (await MoveUntilAsync(answer)).ShouldBeMethodError(504, 504101, "GatewayTimeout");
        hub.Hub.Faults.Hits.ShouldHaveSingleItem().RuleId.ShouldBe("lost");
    }

    [Fact]
    public async Task A_late_reply_arrives_late()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await ListeningAsync(hub);
        hub.Hub.Faults.Add("delay methodReply 10s");

        var answer = await CallAndReplyAsync(hub, wire);

        (await MoveUntilAsync(answer)).Body.ShouldBe("""{"status":200,"payload":{}}""");
    }

    [Fact]
    public async Task A_reply_that_is_later_than_the_caller_waits_is_a_timeout()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await ListeningAsync(hub);
        hub.Hub.Faults.Add("delay methodReply 40s");

        var answer = await CallAndReplyAsync(hub, wire);

        (await MoveUntilAsync(answer)).ShouldBeMethodError(504, 504101, "GatewayTimeout");
    }

    [Fact]
    public async Task A_reply_can_end_the_connection_on_which_it_came()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await ListeningAsync(hub);
        hub.Hub.Faults.Add("disconnect methodReply");

        var answer = await CallAndReplyAsync(hub, wire);

        (await answer).ShouldBeMethodError(404, 404104, "DeviceConnectionClosedRemotely");
        await wire.ShouldEndAsync();
    }

    [Fact]
    public async Task A_reply_can_be_refused_after_the_device_has_acted()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await ListeningAsync(hub);
        hub.Hub.Faults.Add("refuse methodReply InvalidResponseWhileProxying");

        var answer = await CallAndReplyAsync(hub, wire);

        (await answer).ShouldBeMethodError(502, 502101, "InvalidResponseWhileProxying");
    }

    [Fact]
    public async Task An_answer_that_nobody_waits_for_meets_no_fault()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await ListeningAsync(hub);
        hub.Hub.Faults.Add("disconnect methodReply");

        await wire.PublishAsync("$iothub/methods/res/200/?$rid=99", "{}");
        await wire.SendAsync(new MqttPingReqPacket());

        await wire.ReceiveAsync<MqttPingRespPacket>();
        hub.Hub.Faults.Rules.Single().CallCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_call_can_reach_the_device_twice_and_is_answered_once()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await ListeningAsync(hub);
        hub.Hub.Faults.Add("duplicate methodRequest times=1");

        var answer = hub.Rest().PostAsync("/twins/d1/methods", Call);
        var first = await wire.ReceiveMessageAsync();
        var second = await wire.ReceiveMessageAsync();
        await wire.PublishAsync($"$iothub/methods/res/201/?$rid={RidOf(first)}", "1");
        await wire.PublishAsync($"$iothub/methods/res/202/?$rid={RidOf(second)}", "2");

        second.ShouldBe(first);
        (await answer).Body.ShouldBe("""{"status":201,"payload":1}""");
    }

    [Fact]
    public async Task A_call_can_be_lost_on_its_way()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await ListeningAsync(hub);
        hub.Hub.Faults.Add("drop methodRequest");

        var answer = hub.Rest().PostAsync("/twins/d1/methods", Call);
        await UntilHitAsync(hub);
        await wire.SendAsync(new MqttPingReqPacket());

        await wire.ReceiveAsync<MqttPingRespPacket>();
        (await MoveUntilAsync(answer)).ShouldBeMethodError(504, 504101, "GatewayTimeout");
    }

    [Theory]
    [InlineData("refuse methodRequest 503102", 503, 503102, "DeviceUnavailable")]
    [InlineData("throttle methodRequest", 429, 429001, "ThrottlingException")]
    public async Task A_call_can_be_refused_without_the_device(string rule, int status, int code, string name)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await ListeningAsync(hub);
        hub.Hub.Faults.Add(rule);

        var answer = await hub.Rest().PostAsync("/twins/d1/methods", Call);
        await wire.SendAsync(new MqttPingReqPacket());

        answer.ShouldBeMethodError(status, code, name);
        await wire.ReceiveAsync<MqttPingRespPacket>();
    }

    [Fact]
    public async Task A_call_can_end_the_connection()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await ListeningAsync(hub);
        hub.Hub.Faults.Add("disconnect methodRequest");

        var answer = await hub.Rest().PostAsync("/twins/d1/methods", Call);

        answer.ShouldBeMethodError(404, 404104, "DeviceConnectionClosedRemotely");
        await wire.ShouldEndAsync();
    }

    private static async Task<MqttWire> ListeningAsync(RunningHub hub)
    {
        var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync(Methods);
        return wire;
    }

    private static async Task<Task<Http.RestAnswer>> CallAndReplyAsync(RunningHub hub, MqttWire wire)
    {
        var answer = hub.Rest().PostAsync("/twins/d1/methods", Call);
        var rid = RidOf(await wire.ReceiveMessageAsync());
        await wire.PublishAsync($"$iothub/methods/res/200/?$rid={rid}", "{}");
        await UntilHitAsync(hub);
        return answer;
    }

    private static string RidOf(string message) => message.Split("$rid=")[1].Split(' ')[0];

    private static async Task UntilHitAsync(RunningHub hub)
    {
        while (hub.Hub.Faults.Hits.Count == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private async Task<T> MoveUntilAsync<T>(Task<T> awaited)
    {
        while (!awaited.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(awaited, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        return await awaited;
    }
}
