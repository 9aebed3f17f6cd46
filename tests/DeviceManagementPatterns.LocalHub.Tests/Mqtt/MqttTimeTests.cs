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
    public async Task A_short_keep_alive_is_kept_to_a_quarter_of_a_second()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        _time.Advance(TimeSpan.FromSeconds(0.6));
        using var silent = await hub.ConnectAsync("silent", keepAlive: 2);

        for (var tenths = 0; tenths < 32; tenths++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
        }

        await silent.ShouldEndAsync();
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
    public async Task A_grace_lets_a_link_outlive_its_token_and_opens_none()
    {
        await using var hub = await RunningHub.StartAsync(_time, options => options.TokenExpiryGrace = TimeSpan.FromMinutes(10));
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        var token = hub.DeviceToken("d1", TimeSpan.FromMinutes(5));
        using var wire = await hub.DialAsync();
        await wire.SendAsync(MqttWire.Connect("d1", token, keepAlive: 1000));
        await wire.ReceiveAsync<MqttConnAckPacket>();

        _time.Advance(TimeSpan.FromMinutes(14));
        await wire.SendAsync(new MqttPingReqPacket());
        await wire.ReceiveAsync<MqttPingRespPacket>();
        using var second = await hub.DialAsync();
        await second.SendAsync(MqttWire.Connect("d1", token));
        ((int)(await second.ReceiveAsync<MqttConnAckPacket>()).ReturnCode).ShouldBe(5);
        _time.Advance(TimeSpan.FromMinutes(1));

        await wire.ShouldEndAsync();
    }

    [Fact]
    public async Task Keep_alive_0_means_the_longest_there_is()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1", keepAlive: 0);

        _time.Advance(TimeSpan.FromSeconds(1760));
        await wire.SendAsync(new MqttPingReqPacket());
        await wire.ReceiveAsync<MqttPingRespPacket>();
        _time.Advance(TimeSpan.FromSeconds(1768));

        await wire.ShouldEndAsync();
    }

    [Fact]
    public async Task A_flood_of_connections_that_say_nothing_keeps_no_device_out_and_goes_away()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        var mute = new List<MqttWire>();
        var sockets = new List<System.Net.Sockets.TcpClient>();
        for (var i = 0; i < 300; i++)
        {
            var socket = new System.Net.Sockets.TcpClient();
            await socket.ConnectAsync(System.Net.IPAddress.Loopback, hub.Hub.MqttsPort, TestContext.Current.CancellationToken);
            sockets.Add(socket);
            if (i % 5 == 0)
            {
                mute.Add(await hub.DialAsync());
            }
        }

        using var device = await hub.ConnectAsync("d1");
        await device.SendAsync(new MqttPingReqPacket());
        await device.ReceiveAsync<MqttPingRespPacket>();
        _time.Advance(TimeSpan.FromSeconds(31));

        foreach (var wire in mute)
        {
            await wire.ShouldEndAsync();
        }

        await device.SendAsync(new MqttPingReqPacket());
        await device.ReceiveAsync<MqttPingRespPacket>();
        sockets.ForEach(socket => socket.Dispose());
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
