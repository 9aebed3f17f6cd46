using DeviceManagementPatterns.LocalHub.Tests.Http;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

public sealed class RestThrottleTests
{
    private const string AllDevices = """{"query":"SELECT * FROM devices"}""";
    private const string Reboot = """{"methodName":"reboot"}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("GET", "/devices/d", null, 100, "identityOperations")]
    [InlineData("PUT", "/devices/d", """{"deviceId":"d"}""", 100, "identityOperations")]
    [InlineData("DELETE", "/devices/d", null, 100, "identityOperations")]
    [InlineData("GET", "/devices", null, 100, "identityOperations")]
    [InlineData("GET", "/devices/d/modules", null, 100, "identityOperations")]
    [InlineData("POST", "/devices/query", AllDevices, 20, "queries")]
    [InlineData("GET", "/twins/d", null, 100, "twinReads")]
    [InlineData("PATCH", "/twins/d", "{}", 50, "twinUpdates")]
    [InlineData("PUT", "/twins/d", "{}", 50, "twinUpdates")]
    [InlineData("GET", "/jobs/v2/j", null, 100, "jobOperations")]
    [InlineData("PUT", "/jobs/v2/j", "{}", 100, "jobOperations")]
    [InlineData("POST", "/jobs/v2/j/cancel", null, 100, "jobOperations")]
    [InlineData("GET", "/jobs/v2/query", null, 100, "jobOperations")]
    public async Task Above_its_burst_a_call_is_refused(string method, string path, string? body, int burst, string meter)
    {
        await using var hub = await StartAsync(options => options.QueueLength = 0);
        var rest = hub.Rest();

        for (var i = 0; i < burst; i++)
        {
            (await rest.SendAsync(method, path, body)).Status.ShouldNotBe(429);
        }

        (await rest.SendAsync(method, path, body)).ShouldBeError(429, "ThrottlingException");
        var counts = (await rest.GetAsync("/$localhub")).Json.GetProperty("meters").GetProperty(meter);
        Counts(counts).ShouldBe((burst, 0, 1));
    }

    [Fact]
    public async Task A_method_call_is_refused_at_once_in_its_own_shape_and_metered_by_its_payload()
    {
        await using var hub = await StartAsync(options => options.QueueLength = 100);
        var rest = hub.Rest();
        var thirtyUnits = $$"""{"methodName":"reboot","payload":"{{new string('x', (29 * 4096) + 1)}}"}""";

        (await rest.PostAsync("/twins/d/methods", thirtyUnits)).ShouldBeError(404, "DeviceNotFound");
        (await rest.PostAsync("/twins/d/methods", thirtyUnits)).ShouldBeMethodError(429, 429001, "ThrottlingException");
        for (var i = 0; i < 10; i++)
        {
            (await rest.PostAsync("/twins/d/methods", Reboot)).ShouldBeError(404, "DeviceNotFound");
        }

        (await rest.PostAsync("/twins/d/methods", Reboot)).ShouldBeMethodError(429, 429001, "ThrottlingException");
    }

    [Fact]
    public async Task A_bulk_request_counts_as_its_devices()
    {
        await using var hub = await StartAsync(options => options.QueueLength = 0);
        var rest = hub.Rest();

        (await rest.PostAsync("/devices", Bulk(60))).Status.ShouldBe(200);
        (await rest.PostAsync("/devices", Bulk(41))).ShouldBeError(429, "ThrottlingException");
        (await rest.PostAsync("/devices", Bulk(40))).Status.ShouldBe(200);
        (await rest.GetAsync("/devices")).Status.ShouldBe(429);

        _time.Advance(TimeSpan.FromMinutes(1));
        (await rest.GetAsync("/devices")).Json.GetArrayLength().ShouldBe(60);
    }

    [Fact]
    public async Task What_waits_is_answered_at_the_rate_and_what_waits_too_long_is_refused()
    {
        await using var hub = await StartAsync(options => options.QueueLength = 5);
        var rest = hub.Rest();
        for (var i = 0; i < 20; i++)
        {
            (await rest.PostAsync("/devices/query", AllDevices)).Status.ShouldBe(200);
        }

        var waiting = Enumerable.Range(0, 5).Select(_ => rest.PostAsync("/devices/query", AllDevices)).ToArray();
        await UntilQueuedAsync(rest, "queries", 5);
        (await rest.PostAsync("/devices/query", AllDevices)).ShouldBeError(429, "ThrottleBacklogLimitExceeded");
        _time.Advance(TimeSpan.FromSeconds(9));
        (await await Task.WhenAny(waiting)).Status.ShouldBe(200);
        _time.Advance(TimeSpan.FromSeconds(1));

        var answers = await Task.WhenAll(waiting);
        answers.Count(answer => answer.Status == 200).ShouldBe(3);
        foreach (var refused in answers.Where(answer => answer.Status != 200))
        {
            refused.ShouldBeError(429, "ThrottlingBacklogTimeout");
        }
    }

    [Fact]
    public async Task A_caller_who_goes_away_frees_its_place()
    {
        await using var hub = await StartAsync(options => options.QueueLength = 1);
        var rest = hub.Rest();
        for (var i = 0; i < 20; i++)
        {
            await rest.PostAsync("/devices/query", AllDevices);
        }

        var impatient = hub.Rest();
        var gone = impatient.PostAsync("/devices/query", AllDevices);
        await UntilQueuedAsync(rest, "queries", 1);
        impatient.Dispose();
        await Should.ThrowAsync<Exception>(() => gone);

        await UntilAsync(async () =>
        {
            var next = rest.PostAsync("/devices/query", AllDevices);
            await Task.WhenAny(next, Task.Delay(100, TestContext.Current.CancellationToken));
            return !next.IsCompleted;
        });
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "3")]
    public async Task Retry_After_is_sent_where_it_is_asked_for(bool asked, string? expected)
    {
        await using var hub = await StartAsync(options => (options.QueueLength, options.RetryAfter) = (1, asked));
        var rest = hub.Rest();
        for (var i = 0; i < 20; i++)
        {
            await rest.PostAsync("/devices/query", AllDevices);
        }

        var waits = rest.PostAsync("/devices/query", AllDevices);
        await UntilQueuedAsync(rest, "queries", 1);

        (await rest.PostAsync("/devices/query", AllDevices)).Headers.GetValueOrDefault("Retry-After").ShouldBe(expected);
        _time.Advance(TimeSpan.FromSeconds(3));
        (await waits).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Without_a_tier_nothing_is_throttled_or_metered()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        var rest = hub.Rest();
        for (var i = 0; i < 150; i++)
        {
            (await rest.GetAsync("/devices/d")).Status.ShouldBe(404);
        }

        (await rest.GetAsync("/$localhub")).Body.ShouldEndWith(""","tier":null}""");
    }

    [Fact]
    public async Task What_is_refused_for_its_credential_takes_nothing()
    {
        await using var hub = await StartAsync(options => options.QueueLength = 0);
        for (var i = 0; i < 25; i++)
        {
            (await hub.Rest("device").PostAsync("/devices/query", AllDevices)).Status.ShouldBe(401);
        }

        (await hub.Rest().PostAsync("/devices/query", AllDevices)).Status.ShouldBe(200);
    }

    private static string Bulk(int count) =>
        $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"id":"d{{i}}","importMode":"createOrUpdate"}"""))}]";

    private static (int Served, int Queued, int Refused) Counts(System.Text.Json.JsonElement meter) =>
        (meter.GetProperty("served").GetInt32(), meter.GetProperty("queued").GetInt32(), meter.GetProperty("refused").GetInt32());

    private static Task UntilQueuedAsync(RestCaller rest, string meter, int count) => UntilAsync(async () =>
        Counts((await rest.GetAsync("/$localhub")).Json.GetProperty("meters").GetProperty(meter)).Queued == count);

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var attempt = 0; !await isSo(); attempt++)
        {
            attempt.ShouldBeLessThan(2000);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private Task<RunningHub> StartAsync(Action<ThrottlingOptions> configure) => RunningHub.StartAsync(_time, options =>
    {
        options.Tier = HubTier.S1;
        options.Throttling.Burst = TimeSpan.Zero;
        configure(options.Throttling);
    });
}
