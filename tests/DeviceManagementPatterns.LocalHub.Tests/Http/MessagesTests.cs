using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class MessagesTests
{
    private const string Path = "/$localhub/devices/d1/messages";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_sent_as_json()
    {
        await using var hub = await StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync("devices/d1/messages/devicebound/#");

        var answer = await hub.Rest("service").PostAsync(
            Path, """{"body":"hällo","messageId":"m1","contentType":"text/plain","ack":"positive","properties":{"level":"high"}}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("messageId").GetString().ShouldBe("m1");
        (answer.Json.GetProperty("expiryTimeUtc").GetDateTimeOffset() - answer.Json.GetProperty("enqueuedTimeUtc").GetDateTimeOffset())
            .ShouldBe(TimeSpan.FromHours(1));
        (await wire.ReceiveMessageAsync()).ShouldBe(
            "devices/d1/messages/devicebound/%24.mid=m1&%24.to=%2Fdevices%2Fd1%2Fmessages%2Fdevicebound&%24.ct=text%2Fplain&iothub-ack=positive&level=high hällo");
    }

    [Fact]
    public async Task Bytes_are_sent_in_base64()
    {
        await using var hub = await StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await wire.SubscribeAsync("devices/d1/messages/devicebound/#");

        await hub.Rest().PostAsync(Path, """{"body":"/wA=","bodyEncoding":"base64"}""");

        var publish = await wire.ReceiveAsync<MqttPublishPacket>();
        System.Buffers.BuffersExtensions.ToArray(publish.Payload).ShouldBe([0xFF, 0]);
    }

    [Theory]
    [InlineData("""{"text":"x"}""", "'text'")]
    [InlineData("""{"body":"x","bodyEncoding":"hex"}""", "'hex'")]
    [InlineData("""{"body":"?","bodyEncoding":"base64"}""", "base64")]
    [InlineData("""{"body":"x","ack":"maybe"}""", "'maybe'")]
    [InlineData("""{"body":"x","expiryTimeUtc":"soon"}""", "'soon'")]
    [InlineData("""{"body":"x","expiryTimeUtc":"2001-01-01T00:00:00Z"}""", "2001-01-01")]
    [InlineData("""{"body":"x","properties":{"a":1}}""", "'a'")]
    [InlineData("""{"body":1}""", "body")]
    [InlineData("x", "JSON")]
    public async Task A_message_that_is_not_valid_is_refused_by_name(string body, string word)
    {
        await using var hub = await StartAsync();

        var answer = await hub.Rest().PostAsync(Path, body);

        answer.ShouldBeError(400, "ArgumentInvalid");
        answer.Body.ShouldContain(word);
        (await hub.Rest().GetAsync("/devices/d1")).Json.GetProperty("cloudToDeviceMessageCount").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_device_a_full_queue_and_a_message_that_is_too_large_have_their_codes()
    {
        await using var hub = await StartAsync();
        var rest = hub.Rest();

        (await rest.PostAsync("/$localhub/devices/nobody/messages", "{}")).ShouldBeError(404, "DeviceNotFound");
        (await rest.PostAsync(Path, $$"""{"body":"{{new string('x', 65_537)}}"}""")).ShouldBeError(413, "MessageTooLarge");
        for (var i = 0; i < 50; i++)
        {
            (await rest.PostAsync(Path, "{}")).Status.ShouldBe(200);
        }

        (await rest.PostAsync(Path, "{}")).ShouldBeError(403, "DeviceMaximumQueueDepthExceeded");
    }

    [Fact]
    public async Task Waiting_messages_are_counted_in_the_identity_the_twin_and_queries_and_can_be_purged()
    {
        await using var hub = await StartAsync();
        var rest = hub.Rest();
        await rest.PostAsync(Path, "{}");
        await rest.PostAsync(Path, "{}");

        foreach (var path in new[] { "/devices/d1", "/twins/d1" })
        {
            (await rest.GetAsync(path)).Json.GetProperty("cloudToDeviceMessageCount").GetInt32().ShouldBe(2);
        }

        (await rest.PostAsync("/devices/query", """{"query":"SELECT * FROM devices WHERE cloudToDeviceMessageCount = 2"}""")).Json.GetArrayLength().ShouldBe(1);
        (await rest.DeleteAsync("/devices/d1/commands")).Body.ShouldBe("""{"totalMessagesPurged":2,"deviceId":"d1","moduleId":null}""");
        (await rest.DeleteAsync("/devices/d1/commands")).Json.GetProperty("totalMessagesPurged").GetInt32().ShouldBe(0);
        (await rest.GetAsync("/twins/d1")).Json.GetProperty("cloudToDeviceMessageCount").GetInt32().ShouldBe(0);
        (await rest.DeleteAsync("/devices/nobody/commands")).ShouldBeError(404, "DeviceNotFound");
    }

    [Fact]
    public async Task Feedback_is_read_by_its_number()
    {
        await using var hub = await StartAsync();
        var rest = hub.Rest();
        foreach (var id in new[] { "m1", "m2" })
        {
            await rest.PostAsync(Path, $$"""{"messageId":"{{id}}","ack":"negative"}""");
        }

        await rest.DeleteAsync("/devices/d1/commands");
        var all = (await rest.GetAsync("/$localhub/feedback")).Json;

        all.EnumerateArray().Select(record => record.GetProperty("originalMessageId").GetString()).ShouldBe(["m1", "m2"]);
        all[0].GetProperty("statusCode").GetString().ShouldBe("Purged");
        all[0].GetProperty("deviceId").GetString().ShouldBe("d1");
        all[0].GetProperty("deviceGenerationId").GetString().ShouldBe((await rest.GetAsync("/devices/d1")).Json.GetProperty("generationId").GetString());
        (await rest.GetAsync("/$localhub/feedback?after=1")).Json.GetArrayLength().ShouldBe(1);
        (await rest.GetAsync("/$localhub/feedback?max=1")).Json.GetArrayLength().ShouldBe(1);
        (await rest.GetAsync("/$localhub/feedback?after=x")).ShouldBeError(400, "ArgumentInvalid");
    }

    [Theory]
    [InlineData("POST", Path, "service", true)]
    [InlineData("POST", Path, "registryReadWrite", false)]
    [InlineData("POST", Path, "device", false)]
    [InlineData("GET", "/$localhub/telemetry", "service", true)]
    [InlineData("GET", "/$localhub/telemetry", "registryRead", false)]
    [InlineData("GET", "/$localhub/telemetry/stream", "device", false)]
    [InlineData("GET", "/$localhub/feedback", "registryRead", false)]
    [InlineData("DELETE", "/devices/d1/commands", "service", true)]
    [InlineData("DELETE", "/devices/d1/commands", "registryReadWrite", true)]
    [InlineData("DELETE", "/devices/d1/commands", "registryRead", false)]
    public async Task The_policy_must_allow_it(string method, string path, string policy, bool isAllowed)
    {
        await using var hub = await StartAsync();

        var answer = await hub.Rest(policy).SendAsync(method, path, method == "POST" ? "{}" : null);

        if (isAllowed)
        {
            answer.Status.ShouldBe(200, answer.Body);
        }
        else
        {
            answer.ShouldBeError(401, "IotHubUnauthorizedAccess");
        }
    }

    private static async Task<RunningHub> StartAsync()
    {
        var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        return hub;
    }
}
