using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class MqttTimeTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_silent_device_is_disconnected_and_one_that_pings_is_not()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var silent = await hub.ConnectAsync("silent", keepAlive: 60);
        using var pinging = await hub.ConnectAsync("pinging", keepAlive: 60);

        _time.Advance(TimeSpan.FromSeconds(80));
        await pinging.SendAsync(new MqttPingReqPacket());
        await pinging.ReceiveAsync<MqttPingRespPacket>();
        _time.Advance(TimeSpan.FromSeconds(11));

        await silent.ShouldEndAsync();
        await pinging.SendAsync(new MqttPingReqPacket());
        await pinging.ReceiveAsync<MqttPingRespPacket>();
    }

    [Fact]
    public async Task A_link_ends_with_its_token()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1", keepAlive: 0);

        _time.Advance(TimeSpan.FromMinutes(25));
        await wire.SendAsync(new MqttPingReqPacket());
        await wire.ReceiveAsync<MqttPingRespPacket>();
        _time.Advance(TimeSpan.FromMinutes(25));
        await wire.SendAsync(new MqttPingReqPacket());
        await wire.ReceiveAsync<MqttPingRespPacket>();
        _time.Advance(TimeSpan.FromMinutes(10));

        await wire.ShouldEndAsync();
        while (!hub.LogMessages.Any(message => message.Contains("the token has expired")))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_connection_that_sends_nothing_is_ended()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var mute = await hub.DialAsync();

        // The hub may see the connection a little later than the device does, so its time is moved until it has.
        var ended = mute.ShouldEndAsync();
        while (!ended.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(31));
            await Task.WhenAny(ended, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        await ended;
    }
}
