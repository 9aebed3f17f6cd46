using System.Text;
using DeviceManagementPatterns.Wire;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class MqttConnectTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Either_key_of_the_device_and_a_policys_key_let_it_in()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        var keys = (await hub.Rest().GetAsync("/devices/d1")).Json.GetProperty("authentication").GetProperty("symmetricKey");
        var policyKey = ServiceConnectionString.Parse(hub.Hub.GetConnectionString("device")).SharedAccessKey!;
        string[] tokens =
        [
            hub.Token("localhost/devices/d1", keys.GetProperty("primaryKey").GetString()!),
            hub.Token("localhost/devices/d1", keys.GetProperty("secondaryKey").GetString()!),
            hub.Token("myhub.azure-devices.net/devices/d1", keys.GetProperty("primaryKey").GetString()!),
            hub.Token("localhost/devices", keys.GetProperty("primaryKey").GetString()!),
            hub.Token("localhost", policyKey, "device"),
            hub.Token("localhost/devices/d1", policyKey, "device"),
        ];
        foreach (var token in tokens)
        {
            using var wire = await hub.DialAsync();
            await wire.SendAsync(MqttWire.Connect("d1", token));

            (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionAccepted);
        }
    }

    [Theory]
    [InlineData("a'b=c", false)]
    [InlineData("a'b=c", true)]
    [InlineData("-:.+%_#*?!(),=@;$'", false)]
    [InlineData("-:.+%_#*?!(),=@;$'", true)]
    public async Task Any_id_connects_however_often_its_token_encodes_it(string deviceId, bool isEncodedTwice)
    {
        await using var hub = await RunningHub.StartAsync();
        var path = $"/devices/{Uri.EscapeDataString(deviceId)}";
        var key = (await hub.Rest().PutAsync(path, $$"""{"deviceId":"{{deviceId}}"}""")).Json
            .GetProperty("authentication").GetProperty("symmetricKey").GetProperty("primaryKey").GetString()!;
        var resource = $"localhost/devices/{(isEncodedTwice ? Uri.EscapeDataString(deviceId) : deviceId)}";
        using var wire = await hub.DialAsync();

        await wire.SendAsync(MqttWire.Connect(deviceId, hub.Token(resource, key)));

        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionAccepted);
    }

    [Fact]
    public async Task A_module_connects_under_its_own_name_and_has_its_own_topics()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        var key = (await hub.Rest().PutAsync("/devices/d1/modules/m1", """{"deviceId":"d1","moduleId":"m1"}""")).Json
            .GetProperty("authentication").GetProperty("symmetricKey").GetProperty("primaryKey").GetString()!;
        using var wire = await hub.DialAsync();

        await wire.SendAsync(MqttWire.Connect("d1/m1", hub.Token("localhost/devices/d1/modules/m1", key)));
        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionAccepted);
        await wire.SubscribeAsync("$iothub/methods/POST/#", "devices/d1/modules/m1/inputs/#");
        var answer = hub.Rest().PostAsync("/twins/d1/modules/m1/methods", """{"methodName":"m","payload":1}""");
        var call = await wire.ReceiveMessageAsync();
        await wire.PublishAsync($"$iothub/methods/res/200/{call[call.IndexOf('?')..call.IndexOf(' ')]}", "2");

        (await answer).Body.ShouldBe("""{"status":200,"payload":2}""");
        await wire.PublishAsync("devices/d1/messages/events/");
        await wire.ShouldEndAsync();
    }

    [Fact]
    public async Task Credentials_that_are_not_good_enough_get_code_5_and_the_end()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        await hub.Hub.CreateDeviceAsync("d10", Stop);
        await hub.Hub.CreateDeviceAsync("disabled", Stop);
        await DisableAsync(hub, "disabled");
        var key = DeviceConnectionString.Parse(hub.Hub.GetDeviceConnectionString("d1")).SharedAccessKey!;
        var otherKey = DeviceConnectionString.Parse(hub.Hub.GetDeviceConnectionString("d10")).SharedAccessKey!;
        var serviceKey = ServiceConnectionString.Parse(hub.Hub.GetConnectionString("service")).SharedAccessKey!;
        var ownerKey = ServiceConnectionString.Parse(hub.Hub.ConnectionString).SharedAccessKey!;
        var cases = new (string ClientId, string? Password, string Reason)[]
        {
            ("d1", null, "is no token"),
            ("d1", "", "is no token"),
            ("d1", "secret", "is no token"),
            ("d1", hub.Token("localhost/devices/d1", otherKey), "signed with another key"),
            ("d10", hub.Token("localhost/devices/d1", otherKey), "made for another device"),
            ("d1", hub.Token("localhost/devices/d1", key, life: TimeSpan.FromSeconds(-1)), "expired"),
            ("D1", hub.Token("localhost/devices/D1", key), "not registered"),
            ("unknown", hub.Token("localhost/devices/unknown", key), "not registered"),
            ("unknown", hub.Token("localhost", ownerKey, "iothubowner"), "not registered"),
            ("disabled", hub.DeviceToken("disabled"), "disabled"),
            ("d1", hub.Token("localhost", serviceKey, "service"), "no permission DeviceConnect"),
            ("d1", hub.Token("localhost", serviceKey, "nobody"), "there is no policy 'nobody'"),
            ("d1", hub.Token("localhost", serviceKey, "iothubowner"), "signed with another key"),
        };
        foreach (var (clientId, password, reason) in cases)
        {
            using var wire = await hub.DialAsync();
            await wire.SendAsync(MqttWire.Connect(clientId, password));

            (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionRefusedNotAuthorized, reason);
            await wire.ShouldEndAsync();
            hub.LogMessages.Last().ShouldContain(reason);
            hub.LogMessages.Last().ShouldNotContain(key);
        }
    }

    [Theory]
    [InlineData("localhost/d1/?api-version=2021-04-12")]
    [InlineData("localhost/d1/?api-version=2020-09-30&DeviceClientType=.NET%2F1.42.3%20(.NET%2010)")]
    [InlineData("localhost/d1/api-version=2016-11-14&DeviceClientType=old")]
    [InlineData("localhost/d1/DeviceClientType=azure-iot-device%2F1.0.15&api-version=2016-11-14")]
    [InlineData("localhost/d1/?api-version=2016-11-14")]
    [InlineData("localhost/d1/?api-version=2020-09-30&DeviceClientType=iothubclient%2F1.12.1%20(native%3B%20Linux%3B%20x86_64)")]
    [InlineData("localhost/d1/?api-version=2021-04-12&DeviceClientType=com.microsoft.azure.sdk.iot.iot-device-client%2F2.5.0")]
    [InlineData("localhost/d1/?api-version=2019-10-01&DeviceClientType=azure-iot-device-iothub-py%2F2.14.0%28x%29")]
    [InlineData("localhost/d1/?api-version=2020-09-30-preview")]
    [InlineData("myhub.azure-devices.net/d1/?api-version=2021-04-12")]
    [InlineData("localhost:18883/d1/?api-version=2021-04-12")]
    [InlineData("localhost/d1/")]
    [InlineData("localhost/d1")]
    [InlineData("gateway.local/d1/?api-version=2021-04-12&model-id=dtmi:com:example;1")]
    public async Task All_forms_of_the_user_name_are_taken(string userName)
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        using var wire = await hub.DialAsync();
        var connect = MqttWire.Connect("d1", hub.DeviceToken("d1"));
        connect.Username = userName;

        await wire.SendAsync(connect);

        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionAccepted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("d1")]
    [InlineData("localhost/d2/?api-version=2021-04-12")]
    [InlineData("localhost/d1/m1/?api-version=2021-04-12")]
    [InlineData("localhost/D1/?api-version=2021-04-12")]
    [InlineData("localhost/d1/?api-version=2016-02-03")]
    [InlineData("localhost/d1/?api-version=newest")]
    public async Task A_user_name_that_is_not_the_client_ids_or_too_old_gets_code_5(string? userName)
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        using var wire = await hub.DialAsync();
        var connect = MqttWire.Connect("d1", userName is null ? null : hub.DeviceToken("d1"));
        connect.Username = userName;

        await wire.SendAsync(connect);

        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionRefusedNotAuthorized);
        await wire.ShouldEndAsync();
    }

    [Fact]
    public async Task An_empty_client_id_gets_code_2()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.DialAsync();

        await wire.SendAsync(MqttWire.Connect("", "x"));

        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionRefusedIdentifierRejected);
        await wire.ShouldEndAsync();
    }

    [Theory]
    [InlineData("MQTT", 5)]
    [InlineData("MQTT", 3)]
    [InlineData("MQIsdp", 3)]
    [InlineData("HTTP", 4)]
    public async Task Another_protocol_gets_code_1(string name, byte level)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.DialAsync();
        byte[] body = [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), level, 2, 0, 60, 0, 2, (byte)'d', (byte)'1'];

        await wire.SendAsync([0x10, (byte)body.Length, .. body]);

        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionRefusedUnacceptableProtocolVersion);
        await wire.ShouldEndAsync();
    }

    [Theory]
    [InlineData("C000")]
    [InlineData("82050001000161")]
    [InlineData("300300016178")]
    [InlineData("E000")]
    [InlineData("20020000")]
    [InlineData("474554202F20485454502F312E310D0A0D0A")]
    [InlineData("10FFFFFF7F")]
    [InlineData("10FFFFFFFFFF")]
    [InlineData("100C00044D51545404C2003C0000")]
    [InlineData("101000044D5154540403003C00026431000000")]
    [InlineData("100E00044D51545404C3003C00026431")]
    [InlineData("100E00044D515454040A003C00026431")]
    [InlineData("101200044D5154540442003C0002643100026162")]
    [InlineData("101200044D5154540402003C0002643100026162")]
    [InlineData("100E00044D5154540402003C0002C328")]
    [InlineData("100E00044D5154540402003C00026400")]
    [InlineData("101200044D515454041E003C0002643100016100")]
    public async Task What_is_no_CONNECT_ends_the_connection_without_an_answer(string hex)
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.DialAsync();

        await wire.SendAsync(Convert.FromHexString(hex));

        await wire.ShouldEndAsync();
    }

    [Fact]
    public async Task A_clean_session_has_no_past_and_a_kept_one_says_so()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        (bool Clean, bool Present)[] connects = [(false, false), (false, true), (true, false), (false, false)];
        foreach (var (clean, present) in connects)
        {
            using var wire = await hub.DialAsync();
            await wire.SendAsync(MqttWire.Connect("d1", hub.DeviceToken("d1"), clean));
            (await wire.ReceiveAsync<MqttConnAckPacket>()).IsSessionPresent.ShouldBe(present);
            await wire.SubscribeAsync("$iothub/methods/POST/#");
            await wire.SendAsync(new MqttDisconnectPacket());
            await wire.ShouldEndAsync();
        }
    }

    [Fact]
    public async Task A_second_connection_replaces_the_first_without_a_packet()
    {
        await using var hub = await RunningHub.StartAsync();
        using var first = await hub.ConnectAsync("d1");

        using var second = await hub.ConnectAsync("d1");

        await first.ShouldEndAsync();
        await second.SendAsync(new MqttPingReqPacket());
        await second.ReceiveAsync<MqttPingRespPacket>();
        (await hub.Rest().GetAsync("/devices/d1")).Json.GetProperty("connectionState").GetString().ShouldBe("Connected");
    }

    [Fact]
    public async Task A_device_that_is_disabled_or_deleted_is_dropped_at_once()
    {
        await using var hub = await RunningHub.StartAsync();
        using var disabled = await hub.ConnectAsync("d1");
        using var deleted = await hub.ConnectAsync("d2");

        await DisableAsync(hub, "d1");
        await hub.Rest().DeleteAsync("/devices/d2", "*");

        await disabled.ShouldEndAsync();
        await deleted.ShouldEndAsync();
    }

    [Fact]
    public async Task The_log_reads_as_sentences_of_a_client_that_gives_no_name_too()
    {
        var hub = await RunningHub.StartAsync();
        await using (hub)
        {
            using var deleted = await hub.ConnectAsync("d1");
            await hub.Rest().DeleteAsync("/devices/d1", "*");
            await deleted.ShouldEndAsync();
            await hub.Hub.CreateDeviceAsync("d2", Stop);
            var key = (await hub.Rest().PutAsync("/devices/d2/modules/m1", "{}")).Json
                .GetProperty("authentication").GetProperty("symmetricKey").GetProperty("primaryKey").GetString()!;
            await DisableAsync(hub, "d2");
            using var disabled = await hub.DialAsync();
            await disabled.SendAsync(MqttWire.Connect("d2/m1", hub.Token("localhost/devices/d2/modules/m1", key)));
            await disabled.ReceiveAsync<MqttConnAckPacket>();
            await disabled.ShouldEndAsync();
        }

        hub.LogMessages.ShouldContain("Device d2/m1 was refused: Device 'd2' is disabled. Enable it in the registry first.");
        hub.LogMessages.ShouldContain("Device d1 has connected over MQTT (a client that gives no name, keep-alive 60 s).");
        hub.LogMessages.ShouldContain("Device d1 is disconnected: 'd1' was deleted.");
    }

    private static async Task DisableAsync(RunningHub hub, string deviceId) =>
        (await hub.Rest().PutAsync($"/devices/{deviceId}", $$"""{"deviceId":"{{deviceId}}","status":"disabled"}""", "*")).Status.ShouldBe(200);
}
