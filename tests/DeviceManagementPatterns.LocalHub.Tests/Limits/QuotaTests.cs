using DeviceManagementPatterns.LocalHub.Tests.Http;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

public sealed class QuotaTests
{
    private const string Tomorrow = """{"type":"scheduleUpdateTwin","updateTwin":{"etag":"*","tags":{"a":1}},"queryCondition":"*","startTime":"2026-03-03T00:00:00Z"}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(HubTier.S1, 1)]
    [InlineData(HubTier.S2, 5)]
    [InlineData(HubTier.S3, 10)]
    public async Task One_more_active_job_than_the_tier_has_is_refused_until_one_ends(HubTier tier, int allowed)
    {
        await using var hub = await StartAsync(tier);
        var rest = hub.Rest();
        for (var i = 0; i < allowed; i++)
        {
            (await rest.PutAsync($"/jobs/v2/j{i}", Tomorrow)).Status.ShouldBe(200);
        }

        (await rest.PutAsync("/jobs/v2/more", Tomorrow)).ShouldBeError(429, "ThrottlingMaxActiveJobCountExceeded");

        (await rest.PostAsync("/jobs/v2/j0/cancel", "")).Status.ShouldBe(200);
        (await rest.PutAsync("/jobs/v2/more", Tomorrow)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_free_hub_has_500_devices_however_they_are_made()
    {
        await using var hub = await StartAsync(HubTier.Free);
        var rest = hub.Rest();
        for (var from = 0; from < 500; from += 100)
        {
            (await rest.PostAsync("/devices", Bulk(from, 100))).Json.GetProperty("isSuccessful").GetBoolean().ShouldBeTrue();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        (await rest.PutAsync("/devices/more", """{"deviceId":"more"}""")).ShouldBeError(403, "IotHubQuotaExceeded");
        var bulk = await rest.PostAsync("/devices", Bulk(500, 1));
        bulk.Json.GetProperty("isSuccessful").GetBoolean().ShouldBeFalse();
        (await rest.PutAsync("/devices/d0/modules/m", """{"deviceId":"d0","moduleId":"m"}""")).Status.ShouldBeInRange(200, 201);

        (await rest.DeleteAsync("/devices/d0")).Status.ShouldBe(204);
        (await rest.PutAsync("/devices/more", """{"deviceId":"more"}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_days_messages_end_and_are_renewed_at_midnight_UTC()
    {
        await using var hub = await StartAsync(HubTier.Free);
        using var device = await hub.ConnectAsync("d1", keepAlive: 0);
        var rest = hub.Rest();

        // 512 times 15 messages of half a kilobyte are 7,680 of the 8,000.
        for (ushort i = 1; i <= 512; i++)
        {
            await device.PublishAsync("devices/d1/messages/events/", new string('x', 15 * 512), MqttQualityOfServiceLevel.AtLeastOnce, i);
            (await device.ReceiveAsync<MQTTnet.Packets.MqttPubAckPacket>()).PacketIdentifier.ShouldBe(i);
        }

        var large = $$$"""{"tags":{"a":"{{{new string('x', 3900)}}}"}}""";
        for (var i = 0; i < 40; i++)
        {
            (await rest.PatchAsync("/twins/d1", large)).Status.ShouldBe(200);
        }

        (await rest.GetAsync("/twins/d1")).ShouldBeError(403, "IotHubQuotaExceeded");
        (await rest.PostAsync("/twins/d1/methods", """{"methodName":"reboot"}""")).ShouldBeMethodError(403, 403002, "IotHubQuotaExceeded");
        (await rest.GetAsync("/devices/d1")).Status.ShouldBe(200);
        await Used(rest, 8000);
        await device.PublishAsync("devices/d1/messages/events/", "one too many", MqttQualityOfServiceLevel.AtLeastOnce, 999);
        await device.ShouldEndAsync();

        _time.Advance(TimeSpan.FromHours(3));
        (await hub.Rest().GetAsync("/twins/d1")).Status.ShouldBe(200);
        await Used(hub.Rest(), 1);
        hub.LogMessages.Count(message => message.StartsWith("The day's 8000 messages are spent", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_request_takes_no_message_of_the_day()
    {
        await using var hub = await StartAsync(HubTier.S1, options => (options.Throttling.QueueLength, options.Throttling.Burst) = (0, TimeSpan.Zero));
        for (var i = 0; i < 30; i++)
        {
            await hub.Rest().PostAsync("/devices/query", """{"query":"SELECT * FROM devices"}""");
        }

        await Used(hub.Rest(), 20);
    }

    [Fact]
    public async Task A_device_has_so_many_methods_in_flight()
    {
        await using var hub = await StartAsync(HubTier.S1, options => options.Throttling.MaxMethodsPerDevice = 2);
        using var device = await hub.ConnectAsync("d1");
        await device.SubscribeAsync("$iothub/methods/POST/#");
        var rest = hub.Rest();
        const string call = """{"methodName":"reboot"}""";

        var first = rest.PostAsync("/twins/d1/methods", call);
        await device.ReceiveMessageAsync();
        var second = rest.PostAsync("/twins/d1/methods", call);
        await device.ReceiveMessageAsync();
        (await rest.PostAsync("/twins/d1/methods", call)).ShouldBeMethodError(403, 403800, "DeviceMaximumInflightMethodExceeded");

        await device.PublishAsync("$iothub/methods/res/200/?$rid=1", "{}");
        (await first).Status.ShouldBe(200);
        var third = rest.PostAsync("/twins/d1/methods", call);
        await device.ReceiveMessageAsync();
        await device.PublishAsync("$iothub/methods/res/200/?$rid=2", "{}");
        await device.PublishAsync("$iothub/methods/res/200/?$rid=3", "{}");
        (await second).Status.ShouldBe(200);
        (await third).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Calls_that_wait_for_a_device_count_too()
    {
        await using var hub = await StartAsync(HubTier.S1, options => options.Throttling.MaxMethodsPerDevice = 1);
        var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""");
        const string call = """{"methodName":"reboot","connectTimeoutInSeconds":5}""";

        var answers = new[] { rest.PostAsync("/twins/d1/methods", call), rest.PostAsync("/twins/d1/methods", call) };

        (await await Task.WhenAny(answers)).ShouldBeMethodError(403, 403800, "DeviceMaximumInflightMethodExceeded");
        _time.Advance(TimeSpan.FromSeconds(5));
        (await Task.WhenAll(answers)).Select(answer => answer.Status).Order().ShouldBe([403, 404]);
    }

    private static string Bulk(int from, int count) =>
        $"[{string.Join(',', Enumerable.Range(from, count).Select(i => $$"""{"id":"d{{i}}","importMode":"create"}"""))}]";

    private static async Task Used(RestCaller rest, int expected) =>
        (await rest.GetAsync("/$localhub")).Json.GetProperty("dailyMessages").GetProperty("used").GetInt32().ShouldBe(expected);

    private Task<RunningHub> StartAsync(HubTier tier, Action<LocalHubOptions>? configure = null) => RunningHub.StartAsync(_time, options =>
    {
        options.Tier = tier;
        configure?.Invoke(options);
    });
}
