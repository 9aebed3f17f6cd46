using System.Text;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Tests.Mqtt;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class TelemetryReadingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_has_the_messages_with_their_properties_and_says_where_to_go_on()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await PublishAsync(wire, "d1", "%24.mid=m1&%24.ct=application%2Fjson&level=high", "hällo"u8.ToArray());
        await PublishAsync(wire, "d1", "", [0xFF]);

        var page = (await hub.Rest().GetAsync("/$localhub/telemetry")).Json;

        var (text, bytes) = (page.GetProperty("messages")[0], page.GetProperty("messages")[1]);
        text.GetProperty("enqueuedTimeUtc").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        text.GetRawText().ShouldEndWith(
            "\"deviceId\":\"d1\",\"moduleId\":null,\"body\":\"hällo\",\"bodyEncoding\":\"utf-8\","
            + "\"systemProperties\":{\"messageId\":\"m1\",\"contentType\":\"application/json\"},\"properties\":{\"level\":\"high\"}}");
        (bytes.GetProperty("body").GetString(), bytes.GetProperty("bodyEncoding").GetString()).ShouldBe(("/w==", "base64"));
        (page.GetProperty("overwritten").GetInt32(), page.GetProperty("next").GetInt32()).ShouldBe((0, 2));
        Sequences((await hub.Rest().GetAsync("/$localhub/telemetry?after=1")).Json).ShouldBe([2]);
        Sequences((await hub.Rest().GetAsync("/$localhub/telemetry?max=1")).Json).ShouldBe([1]);
        Sequences((await hub.Rest().GetAsync("/$localhub/telemetry?device=d2")).Json).ShouldBeEmpty();
        (await hub.Rest().GetAsync("/$localhub/telemetry?max=0")).ShouldBeError(400, "ArgumentInvalid");
    }

    [Fact]
    public async Task A_page_may_wait_for_the_next_message()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        var asking = hub.Rest().GetAsync("/$localhub/telemetry?wait=60&device=d1");
        await PublishAsync(wire, "d1", "", "x"u8.ToArray());

        Sequences((await asking.WaitAsync(Patience, Stop)).Json).ShouldBe([1]);
    }

    [Fact]
    public async Task A_page_that_waited_in_vain_is_empty()
    {
        await using var hub = await RunningHub.StartAsync();

        var answer = await hub.Rest().GetAsync("/$localhub/telemetry?wait=1");

        answer.Body.ShouldBe("""{"messages":[],"overwritten":0,"next":0}""");
    }

    [Fact]
    public async Task A_stream_brings_what_was_and_what_comes_and_ends_with_the_hub()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await PublishAsync(wire, "d1", "", "one"u8.ToArray());
        using var stream = await OpenStreamAsync(hub, "?device=d1");

        (await NextAsync(stream)).ShouldNotBeNull().ShouldContain("\"body\":\"one\"");
        await PublishAsync(wire, "d1", "", "two"u8.ToArray());
        (await NextAsync(stream)).ShouldNotBeNull().ShouldContain("\"body\":\"two\"");

        await hub.Hub.DisposeAsync();
        (await NextAsync(stream)).ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_where_nothing_comes_sends_empty_lines()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await RunningHub.StartAsync(time);
        using var stream = await OpenStreamAsync(hub, "");

        var next = NextAsync(stream);
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        (await next).ShouldBe("");
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_holds_neither_devices_nor_the_end_of_the_hub()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        using var stream = await OpenStreamAsync(hub, "");
        var body = new byte[200_000];

        for (var i = 0; i < 150; i++)
        {
            await PublishAsync(wire, "d1", "", body);
        }

        await hub.Hub.DisposeAsync().AsTask().WaitAsync(Patience, Stop);
        hub.Hub.ReadTelemetry().Overwritten.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task In_process_a_reader_gets_what_was_and_what_comes_until_the_hub_ends()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");
        await PublishAsync(wire, "d1", "level=high", "one"u8.ToArray());
        var reader = hub.Hub.WatchTelemetryAsync(deviceId: "d1", cancellationToken: Stop).GetAsyncEnumerator(Stop);

        (await reader.MoveNextAsync()).ShouldBeTrue();
        (reader.Current.Text, reader.Current.Properties["level"]).ShouldBe(("one", "high"));
        var next = reader.MoveNextAsync().AsTask();
        await PublishAsync(wire, "d1", "", "two"u8.ToArray());
        (await next).ShouldBeTrue();
        reader.Current.Sequence.ShouldBe(2);

        next = reader.MoveNextAsync().AsTask();
        await hub.Hub.DisposeAsync();
        (await next).ShouldBeFalse();
        hub.Hub.ReadTelemetry(after: 1).Messages.ShouldHaveSingleItem().Text.ShouldBe("two");
    }

    private static IEnumerable<int> Sequences(JsonElement page) =>
        page.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("sequence").GetInt32());

    private static async Task PublishAsync(MqttWire wire, string deviceId, string bag, byte[] body)
    {
        await wire.SendAsync(new MqttPublishPacket
        {
            Topic = $"devices/{deviceId}/messages/events/{bag}",
            PayloadSegment = body,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            PacketIdentifier = 1,
        });
        await wire.ReceiveAsync<MqttPubAckPacket>();
    }

    private static Task<string?> NextAsync(StreamReader stream) => stream.ReadLineAsync(Stop).AsTask().WaitAsync(Patience, Stop);

    private static async Task<StreamReader> OpenStreamAsync(RunningHub hub, string query)
    {
        var policy = ServiceConnectionString.Parse(hub.Hub.GetConnectionString("service"));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://localhost:{hub.Hub.HttpsPort}/$localhub/telemetry/stream{query}");
        request.Headers.TryAddWithoutValidation("Authorization", hub.Token(policy.HostName, policy.SharedAccessKey!, policy.SharedAccessKeyName));
        var response = await hub.Trusting().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/x-ndjson; charset=utf-8");
        return new StreamReader(await response.Content.ReadAsStreamAsync(Stop), Encoding.UTF8);
    }
}
