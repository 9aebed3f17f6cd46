using DeviceManagementPatterns.LocalHub.Tests.Mqtt;
using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

/// <summary>What clients see of the store, through the hub's own doors.</summary>
public sealed class DurableDoorTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_device_that_subscribed_before_the_restart_hears_of_desired_properties_after_it()
    {
        await using (var hub = await RunningHub.StartAsync(dataDirectory: _folder.Directory))
        {
            var before = await hub.ConnectAsync("d1", cleanSession: false);
            await before.SubscribeAsync("$iothub/twin/PATCH/properties/desired/#");
        }

        await using var again = await RunningHub.StartAsync(dataDirectory: _folder.Directory);
        var device = await again.DialAsync();
        await device.SendAsync(MqttWire.Connect("d1", again.DeviceToken("d1"), cleanSession: false));
        (await device.ReceiveAsync<MqttConnAckPacket>()).IsSessionPresent.ShouldBeTrue();
        await again.Rest().PatchAsync("/twins/d1", """{"properties":{"desired":{"a":1}}}""");

        (await device.ReceiveAsync<MqttPublishPacket>()).Topic.ShouldBe("$iothub/twin/PATCH/properties/desired/?$version=2");
    }

    [Fact]
    public async Task While_the_store_cannot_be_written_changes_are_answered_with_503_and_reads_with_200()
    {
        await using var hub = await RunningHub.StartAsync(dataDirectory: _folder.Directory, mayLogErrors: true);
        await hub.Rest().PutAsync("/devices/d1", """{"deviceId":"d1"}""");
        _folder.Execute("DROP TABLE entries; DROP TABLE jobs");

        var device = await hub.Rest().PutAsync("/devices/d2", """{"deviceId":"d2"}""");
        var twin = await hub.Rest().PatchAsync("/twins/d1", """{"tags":{"a":1}}""");
        var job = await hub.Rest().PutAsync("/jobs/v2/j", """{"type":"scheduleUpdateTwin","queryCondition":"*","updateTwin":{"etag":"*","tags":{"a":1}}}""");

        (device.Status, twin.Status, job.Status).ShouldBe((503, 503, 503));
        device.Body.ShouldContain("takes no changes until it can");
        (await hub.Rest().GetAsync("/twins/d1")).Status.ShouldBe(200);
        (await hub.Rest().GetAsync("/jobs/v2/j")).Status.ShouldBe(404);
    }
}
