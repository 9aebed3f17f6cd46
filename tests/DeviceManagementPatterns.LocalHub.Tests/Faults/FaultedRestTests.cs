using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

public sealed class FaultedRestTests
{
    private const string Tag = """{"tags":{"site":"a"}}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_throttled_call_is_429_with_the_time_to_wait_and_does_nothing()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("throttle twinWrite 429002 retryAfter=1500ms times=1");

        var answer = await hub.Rest().PatchAsync("/twins/d1", Tag);

        answer.ShouldBeError(429, "ThrottleBacklogLimitExceeded");
        answer.Headers["Retry-After"].ShouldBe("2");
        (await TwinAsync(hub)).ShouldNotContain("site");
        (await hub.Rest().PatchAsync("/twins/d1", Tag)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("refuse registry 503001", "GET", "/devices/d1", 503, "ServiceUnavailable")]
    [InlineData("refuse query 500001", "POST", "/devices/query", 500, "ServerError")]
    [InlineData("refuse job 403003", "GET", "/jobs/v2/j1", 403, "JobQuotaExceeded")]
    [InlineData("refuse twinRead 404001", "GET", "/twins/d1", 404, "DeviceNotFound")]
    [InlineData("refuse registry", "GET", "/statistics/devices", 503, "ServiceUnavailable")]
    [InlineData("refuse restCall path=/twins/d*", "GET", "/twins/d1", 503, "ServiceUnavailable")]
    public async Task A_call_is_refused_with_the_chosen_code(string rule, string method, string path, int status, string name)
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add(rule);

        var answer = await hub.Rest().SendAsync(method, path, method == "POST" ? "{}" : null);

        answer.ShouldBeError(status, name);
    }

    [Theory]
    [InlineData("refuse twinRead device=d2")]
    [InlineData("refuse twinWrite")]
    [InlineData("refuse methodCall")]
    [InlineData("refuse restCall path=/twins/d2*")]
    public async Task A_call_that_does_not_fit_passes(string rule)
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add(rule);

        (await hub.Rest().GetAsync("/twins/d1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_call_without_a_valid_token_is_refused_before_any_fault()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("refuse restCall");

        (await hub.Rest("device").GetAsync("/twins/d1")).Status.ShouldBe(401);
        hub.Hub.Faults.Rules.Single().CallCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("drop twinWrite", false)]
    [InlineData("loseReply twinWrite", true)]
    public async Task A_call_is_lost_before_or_after_it_is_done(string rule, bool isDone)
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add(rule);

        await Should.ThrowAsync<HttpRequestException>(() => hub.Rest().PatchAsync("/twins/d1", Tag));

        (await TwinAsync(hub)).Contains("site").ShouldBe(isDone);
    }

    [Fact]
    public async Task A_refusal_of_the_hub_itself_is_lost_too()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("loseReply twinRead");

        await Should.ThrowAsync<HttpRequestException>(() => hub.Rest().GetAsync("/twins/nobody"));
    }

    [Fact]
    public async Task A_late_answer_was_done_at_once_and_comes_whole()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("delay twinWrite 5s times=1");

        var answer = hub.Rest().PatchAsync("/twins/d1", Tag);
        while (!(await TwinAsync(hub)).Contains("site"))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        answer.IsCompleted.ShouldBeFalse();
        var late = await MoveUntilAsync(answer);
        late.Status.ShouldBe(200);
        late.Json.GetProperty("tags").GetProperty("site").GetString().ShouldBe("a");
        late.Headers["ETag"].ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_late_refusal_keeps_its_form()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("delay twinRead 5s");

        var answer = hub.Rest().GetAsync("/twins/nobody");

        (await MoveUntilAsync(answer)).ShouldBeError(404, "DeviceNotFound");
    }

    [Fact]
    public async Task A_call_that_freezes_is_never_answered()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("freeze twinWrite");
        using var client = hub.Rest();

        var answer = client.PatchAsync("/twins/d1", Tag);
        while (hub.Hub.Faults.Hits.Count == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        _time.Advance(TimeSpan.FromHours(1));
        (await Task.WhenAny(answer, Task.Delay(100, TestContext.Current.CancellationToken))).ShouldNotBe(answer);
        (await TwinAsync(hub)).ShouldNotContain("site");
        _ = answer.ContinueWith(task => task.Exception, TaskScheduler.Default);
    }

    private async Task<RunningHub> StartAsync()
    {
        var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        return hub;
    }

    private static async Task<string> TwinAsync(RunningHub hub) => (await hub.Rest().GetAsync("/twins/d1")).Body;

    private async Task<T> MoveUntilAsync<T>(Task<T> awaited)
    {
        while (!awaited.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(awaited, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        return await awaited;
    }
}
