using System.Text;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

/// <summary>Cloud-to-device messages on the wire.</summary>
public sealed class DeviceBoundTests
{
    private const string Filter = "devices/d1/messages/devicebound/#";
    private const string Address = "%24.to=%2Fdevices%2Fd1%2Fmessages%2Fdevicebound";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_has_its_properties_in_the_topic_percent_encoded()
    {
        await using var hub = await RunningHub.StartAsync(new FakeTimeProvider(DateTimeOffset.UtcNow));
        using var wire = await ConnectAsync(hub);
        var message = new CloudToDeviceMessage("{}")
        {
            MessageId = "m-1",
            CorrelationId = "c/1",
            UserId = "me & you",
            ContentType = "application/json",
            ContentEncoding = "utf-8",
            CreationTime = new DateTimeOffset(2026, 1, 2, 4, 4, 5, TimeSpan.FromHours(1)),
            ExpiryTime = hub.Time.GetUtcNow().AddHours(1),
            Feedback = MessageFeedback.Full,
            Properties = new Dictionary<string, string> { ["a=b"] = "50% ü+/", ["empty"] = "" },
        };

        await hub.Hub.SendMessageAsync("d1", message, Stop);
        var publish = await wire.ReceiveAsync<MqttPublishPacket>();

        var expiry = Uri.EscapeDataString($"{message.ExpiryTime.Value.UtcDateTime:O}");
        expiry.ShouldEndWith("Z");
        publish.Topic.ShouldBe(
            $"devices/d1/messages/devicebound/%24.mid=m-1&{Address}&%24.cid=c%2F1&%24.uid=me%20%26%20you&%24.ct=application%2Fjson&%24.ce=utf-8"
            + $"&%24.ctime=2026-01-02T03%3A04%3A05.0000000Z&%24.exp={expiry}&iothub-ack=full&a%3Db=50%25%20%C3%BC%2B%2F&empty=");
        Encoding.UTF8.GetString(publish.Payload).ShouldBe("{}");
        publish.QualityOfServiceLevel.ShouldBe(MqttQualityOfServiceLevel.AtLeastOnce);
        (publish.PacketIdentifier, publish.Dup, publish.Retain).ShouldBe(((ushort)1, false, false));
    }

    [Fact]
    public async Task A_message_without_properties_carries_its_address_all_the_same()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await ConnectAsync(hub);

        var id = await hub.Hub.SendMessageAsync("d1", new CloudToDeviceMessage(""), Stop);
        var publish = await wire.ReceiveAsync<MqttPublishPacket>();

        publish.Topic.ShouldBe($"devices/d1/messages/devicebound/%24.mid={id}&{Address}");
    }

    [Fact]
    public async Task An_acknowledged_message_is_gone_and_another_one_comes_again_marked_as_repeated()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        using (var first = await ConnectAsync(hub, cleanSession: false))
        {
            await hub.Hub.SendMessageAsync("d1", new CloudToDeviceMessage("one"), Stop);
            await hub.Hub.SendMessageAsync("d1", new CloudToDeviceMessage("two"), Stop);
            await first.ReceiveAsync<MqttPublishPacket>();
            await first.ReceiveAsync<MqttPublishPacket>();
            await first.SendAsync(new MqttPubAckPacket { PacketIdentifier = 1 });
            await CountShouldBecomeAsync(hub, first, 1);
        }

        using var second = await hub.ConnectAsync("d1", cleanSession: false);
        var again = await second.ReceiveAsync<MqttPublishPacket>();

        (Encoding.UTF8.GetString(again.Payload), again.PacketIdentifier, again.Dup).ShouldBe(("two", (ushort)2, true));
        await second.SendAsync(new MqttPubAckPacket { PacketIdentifier = 2 });
        await CountShouldBecomeAsync(hub, second, 0);
    }

    [Theory]
    [InlineData(MqttQualityOfServiceLevel.AtMostOnce, MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData(MqttQualityOfServiceLevel.AtLeastOnce, MqttQualityOfServiceLevel.AtLeastOnce)]
    [InlineData(MqttQualityOfServiceLevel.ExactlyOnce, MqttQualityOfServiceLevel.AtLeastOnce)]
    public async Task A_message_comes_at_the_level_that_was_granted(MqttQualityOfServiceLevel asked, MqttQualityOfServiceLevel level)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await ConnectAsync(hub, asked);

        await hub.Hub.SendMessageAsync("d1", new CloudToDeviceMessage("x"), Stop);
        var publish = await wire.ReceiveAsync<MqttPublishPacket>();

        publish.QualityOfServiceLevel.ShouldBe(level);
        (await CountAsync(hub)).ShouldBe(level == MqttQualityOfServiceLevel.AtMostOnce ? 0 : 1);
    }

    [Fact]
    public async Task Fifty_of_the_largest_messages_reach_a_device_that_comes_back()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        for (var i = 0; i < 50; i++)
        {
            await hub.Hub.SendMessageAsync("d1", new CloudToDeviceMessage(new byte[65_000]) { MessageId = $"m{i}" }, Stop);
        }

        using var wire = await ConnectAsync(hub);

        for (var i = 0; i < 50; i++)
        {
            (await wire.ReceiveAsync<MqttPublishPacket>()).Topic.ShouldContain($".mid=m{i}&");
        }
    }

    [Fact]
    public async Task Another_devices_messages_cannot_be_subscribed_to()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        await wire.SendAsync(Subscribe("devices/d2/messages/devicebound/#", MqttQualityOfServiceLevel.AtLeastOnce));

        await wire.ShouldEndAsync();
    }

    private static async Task<MqttWire> ConnectAsync(
        RunningHub hub, MqttQualityOfServiceLevel level = MqttQualityOfServiceLevel.AtLeastOnce, bool cleanSession = true)
    {
        var wire = await hub.ConnectAsync("d1", cleanSession);
        await wire.SendAsync(Subscribe(Filter, level));
        await wire.ReceiveAsync<MqttSubAckPacket>();
        return wire;
    }

    private static MqttSubscribePacket Subscribe(string filter, MqttQualityOfServiceLevel level) => new()
    {
        PacketIdentifier = 7,
        TopicFilters = [new MqttTopicFilter { Topic = filter, QualityOfServiceLevel = level }],
    };

    private static async Task<int> CountAsync(RunningHub hub) =>
        (await hub.Rest().GetAsync("/twins/d1")).Json.GetProperty("cloudToDeviceMessageCount").GetInt32();

    /// <summary>A ping's answer comes after what was sent before the ping was read.</summary>
    private static async Task CountShouldBecomeAsync(RunningHub hub, MqttWire wire, int count)
    {
        await wire.SendAsync(new MqttPingReqPacket());
        await wire.ReceiveAsync<MqttPingRespPacket>();
        (await CountAsync(hub)).ShouldBe(count);
    }
}
