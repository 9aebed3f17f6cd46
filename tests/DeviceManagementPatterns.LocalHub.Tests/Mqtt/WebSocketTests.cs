using System.Net.WebSockets;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class WebSocketTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_connects_over_WebSockets_and_is_called()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        using var socket = await DialAsync(hub, "mqtt");
        socket.SubProtocol.ShouldBe("mqtt");
        using var wire = new MqttWire(WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true));

        await wire.SendAsync(MqttWire.Connect("d1", hub.DeviceToken("d1")));
        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionAccepted);
        await wire.SubscribeAsync("$iothub/methods/POST/#");
        var answer = hub.Rest().PostAsync("/twins/d1/methods", """{"methodName":"m"}""");
        (await wire.ReceiveMessageAsync()).ShouldStartWith("$iothub/methods/POST/m/?$rid=");
        wire.Dispose();

        (await answer).ShouldBeMethodError(404, 404104, "DeviceConnectionClosedRemotely");
    }

    [Fact]
    public async Task Frames_are_binary_and_may_split_a_packet_anywhere()
    {
        await using var hub = await RunningHub.StartAsync();
        using var socket = await DialAsync(hub, "mqtt");

        foreach (var part in new byte[] { 0x10, 0x0C, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 60, 0, 0 })
        {
            await socket.SendAsync(new[] { part }, WebSocketMessageType.Binary, endOfMessage: true, Stop);
        }

        var buffer = new byte[64];
        var frame = await socket.ReceiveAsync(buffer, Stop);
        frame.MessageType.ShouldBe(WebSocketMessageType.Binary);
        buffer[..frame.Count].ShouldBe([0x20, 2, 0, 2]);
    }

    [Fact]
    public async Task A_client_that_offers_no_sub_protocol_gets_none()
    {
        await using var hub = await RunningHub.StartAsync();

        using var socket = await DialAsync(hub, null);

        socket.SubProtocol.ShouldBeNull();
    }

    [Fact]
    public async Task A_hub_that_stops_ends_WebSockets_too()
    {
        await using var hub = await RunningHub.StartAsync();
        using var socket = await DialAsync(hub, "mqtt");

        await hub.Hub.DisposeAsync();

        await Should.ThrowAsync<WebSocketException>(async () =>
        {
            var frame = await socket.ReceiveAsync(new byte[64], Stop);
            throw new WebSocketException($"{frame.MessageType}");
        });
    }

    private static async Task<ClientWebSocket> DialAsync(RunningHub hub, string? subProtocol)
    {
        var socket = new ClientWebSocket();
        if (subProtocol is not null)
        {
            socket.Options.AddSubProtocol("other");
            socket.Options.AddSubProtocol(subProtocol);
        }

        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = hub.TrustOptions() });
        await socket.ConnectAsync(new Uri($"wss://localhost:{hub.Hub.HttpsPort}/$iothub/websocket?iothub-no-client-cert=true"), invoker, Stop);
        return socket;
    }
}
