using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Runtime.Telemetry;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

/// <summary>A will becomes telemetry once, however the link ends without goodbye, and never before.</summary>
public sealed class WillTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ends => ["silence", "takeover", "disabled", "deleted", "protocol", "token"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task It_is_published_when_the_link_ends_by(string end)
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await ConnectAsync(hub, "d1", "devices/d1/messages/events/reason=lost");
        hub.Hub.Telemetry.Read().ShouldBeEmpty();

        await EndAsync(hub, wire, end);

        await wire.ShouldEndAsync();
        var will = await FirstMessageAsync(hub);
        will.From.ShouldBe(new HubIdentityId("d1"));
        will.Properties["reason"].ShouldBe("lost");
        will.Properties["iothub-MessageType"].ShouldBe("Will");
        will.Properties["mqtt-retain"].ShouldBeNull();
        Encoding.UTF8.GetString(will.Body.Span).ShouldBe("gone");
        hub.Hub.Telemetry.Read().Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_is_not_published_for_a_device_that_was_refused()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        using var wire = await hub.DialAsync();

        await wire.SendAsync(WithWill(MqttWire.Connect("d1", "wrong"), "devices/d1/messages/events/"));

        ((int)(await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode).ShouldBe(5);
        await wire.ShouldEndAsync();
        hub.Hub.Telemetry.Read().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_module_has_its_own_and_one_to_be_retained_is_marked()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        var key = (await hub.Rest().PutAsync("/devices/d1/modules/m1", """{"deviceId":"d1","moduleId":"m1"}""")).Json
            .GetProperty("authentication").GetProperty("symmetricKey").GetProperty("primaryKey").GetString()!;
        var connect = WithWill(
            MqttWire.Connect("d1/m1", hub.Token("localhost/devices/d1/modules/m1", key)), "devices/d1/modules/m1/messages/events/");
        connect.WillRetain = true;
        connect.WillQoS = MqttQualityOfServiceLevel.AtLeastOnce;
        using (var wire = await hub.DialAsync())
        {
            await wire.SendAsync(connect);
            await wire.ShouldBeAcceptedAsync(hub);
        }

        var will = await FirstMessageAsync(hub);
        will.From.ShouldBe(new HubIdentityId("d1", "m1"));
        will.Properties["mqtt-retain"].ShouldBe("true");
    }

    [Fact]
    public async Task A_device_may_not_leave_it_to_its_module()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        using var wire = await hub.DialAsync();

        await wire.SendAsync(WithWill(MqttWire.Connect("d1", hub.DeviceToken("d1")), "devices/d1/modules/m1/messages/events/"));

        await wire.ShouldBeRefusedAsync(hub, "d1", "its will goes to a topic that is not its own telemetry");
    }

    private static MqttConnectPacket WithWill(MqttConnectPacket connect, string topic)
    {
        connect.WillFlag = true;
        connect.WillTopic = topic;
        connect.WillMessage = "gone"u8.ToArray();
        return connect;
    }

    private static async Task<MqttWire> ConnectAsync(RunningHub hub, string deviceId, string topic)
    {
        await hub.Hub.CreateDeviceAsync(deviceId, Stop);
        var wire = await hub.DialAsync();
        await wire.SendAsync(WithWill(MqttWire.Connect(deviceId, hub.DeviceToken(deviceId, TimeSpan.FromSeconds(60))), topic));
        await wire.ShouldBeAcceptedAsync(hub);
        return wire;
    }

    private static async Task<TelemetryMessage> FirstMessageAsync(RunningHub hub)
    {
        while (hub.Hub.Telemetry.Read().Count == 0)
        {
            await Task.Delay(5, Stop);
        }

        return hub.Hub.Telemetry.Read()[0];
    }

    private async Task EndAsync(RunningHub hub, MqttWire wire, string end)
    {
        switch (end)
        {
            case "silence":
                _time.Advance(TimeSpan.FromSeconds(91));
                break;
            case "takeover":
                using (var second = await hub.ConnectAsync("d1"))
                {
                    await second.SendAsync(new MqttDisconnectPacket());
                    await second.ShouldEndAsync();
                }

                break;
            case "disabled":
                await hub.Rest().PutAsync("/devices/d1", """{"deviceId":"d1","status":"disabled"}""", "*");
                break;
            case "deleted":
                await hub.Rest().DeleteAsync("/devices/d1", "*");
                break;
            case "protocol":
                await wire.PublishAsync("foreign/topic");
                break;
            default:
                _time.Advance(TimeSpan.FromSeconds(61));
                break;
        }
    }
}
