using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class JobsTests
{
    private const string TwinJob =
        """{"jobId":"j1","type":"scheduleUpdateTwin","queryCondition":"*","updateTwin":{"etag":"*","tags":{"site":"a"}},"maxExecutionTimeInSeconds":60}""";

    [Fact]
    public async Task A_twin_job_is_queued_and_completes_with_its_numbers_and_records()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, "d0", "d1");

        var created = await hub.Rest().PutAsync("/jobs/v2/j1", TwinJob);

        created.Status.ShouldBe(200, created.Body);
        Text(created.Json, "jobId", "type", "status", "queryCondition").ShouldBe("j1 scheduleUpdateTwin queued *");
        created.Json.GetProperty("maxExecutionTimeInSeconds").GetInt32().ShouldBe(60);
        var done = await EndedAsync(hub, "j1");
        Text(done, "status").ShouldBe("completed");
        done.GetProperty("updateTwin").GetRawText().ShouldBe("""{"etag":"*","tags":{"site":"a"}}""");
        done.GetProperty("deviceJobStatistics").GetRawText()
            .ShouldBe("""{"deviceCount":2,"failedCount":0,"succeededCount":2,"runningCount":0,"pendingCount":0}""");
        done.GetProperty("endTime").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(done.GetProperty("startTime").GetDateTimeOffset());
        (await hub.Rest().GetAsync("/twins/d1")).Json.GetProperty("tags").GetRawText().ShouldBe("""{"site":"a"}""");

        var rows = await AskAsync(hub, "devices.jobs.jobId = 'j1' AND devices.jobs.outcome.deviceMethodResponse = null");
        rows.Headers["x-ms-item-type"].ShouldBe("DeviceJob");
        rows.Json.EnumerateArray().Select(row => Text(row, "deviceId", "jobId", "jobType", "status"))
            .ShouldBe(["d0 j1 scheduleUpdateTwin completed", "d1 j1 scheduleUpdateTwin completed"]);
        rows.Json[0].EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "deviceId", "jobId", "jobType", "status", "startTimeUtc", "endTimeUtc", "createdDateTimeUtc", "lastUpdatedDateTimeUtc", "outcome",
        ]);
    }

    [Fact]
    public async Task A_method_job_tells_what_the_device_answered()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d0", TestContext.Current.CancellationToken);
        await using var device = hub.Hub.CreateDeviceClient("d0");
        await using var registration = await device.AddMethodHandlerAsync(
            "reboot",
            (request, _) => Task.FromResult(new DirectMethodResponse(207, request.Payload)),
            TestContext.Current.CancellationToken);
        await device.OpenAsync(TestContext.Current.CancellationToken);

        await hub.Rest().PutAsync(
            "/jobs/v2/m1",
            """{"type":"scheduleDeviceMethod","queryCondition":"deviceId = 'd0'","cloudToDeviceMethod":{"methodName":"reboot","payload":{"a":1}}}""");

        (await EndedAsync(hub, "m1")).GetProperty("cloudToDeviceMethod").GetRawText().ShouldBe("""{"methodName":"reboot","payload":{"a":1}}""");
        var row = (await AskAsync(hub, "outcome.deviceMethodResponse.status = 207")).Json[0];
        row.GetProperty("outcome").GetRawText().ShouldBe("""{"deviceMethodResponse":{"status":207,"payload":{"a":1}}}""");
    }

    [Fact]
    public async Task A_device_that_stays_away_fails_when_the_time_is_over()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await RunningHub.StartAsync(time);
        await CreateAsync(hub, "d0");
        await hub.Rest().PutAsync(
            "/jobs/v2/m1",
            """{"type":"scheduleDeviceMethod","queryCondition":"*","maxExecutionTimeInSeconds":60,"cloudToDeviceMethod":{"methodName":"reboot"}}""");

        time.Advance(TimeSpan.FromSeconds(60));

        (await EndedAsync(hub, "m1")).GetProperty("deviceJobStatistics").GetProperty("failedCount").GetInt32().ShouldBe(1);
        var row = (await AskAsync(hub, "status = 'failed'")).Json[0];
        Text(row.GetProperty("error"), "code").ShouldBe("DeviceNotOnline");
        row.TryGetProperty("outcome", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_scheduled_job_can_be_cancelled_and_one_that_is_over_cannot()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, "d0");
        await hub.Rest().PutAsync("/jobs/v2/j1", TwinJob);
        await EndedAsync(hub, "j1");
        var later = TwinJob.Replace("\"j1\"", "\"j2\",\"startTime\":\"2099-01-01T00:00:00Z\"", StringComparison.Ordinal);
        await hub.Rest().PutAsync("/jobs/v2/j2", later);
        Text((await hub.Rest().GetAsync("/jobs/v2/j2")).Json, "status").ShouldBe("scheduled");

        var cancelled = await hub.Rest().SendAsync("POST", "/jobs/v2/j2/cancel");

        (cancelled.Status, Text(cancelled.Json, "status")).ShouldBe((200, "cancelled"));
        (await hub.Rest().SendAsync("POST", "/jobs/v2/j1/cancel")).ShouldBeError(400, "InvalidOperation");
        (await hub.Rest().SendAsync("POST", "/jobs/v2/none/cancel")).ShouldBeError(404, "JobNotFound");
    }

    [Fact]
    public async Task Jobs_are_listed_in_pages_and_by_type_and_status()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, "d0");
        foreach (var id in new[] { "a", "b", "c" })
        {
            await hub.Rest().PutAsync($"/jobs/v2/{id}", TwinJob.Replace("\"j1\"", $"\"{id}\"", StringComparison.Ordinal));
            await EndedAsync(hub, id);
        }

        var first = await ListAsync(hub, "?jobType=ScheduleUpdateTwin&jobStatus=Completed", "2");
        var second = await ListAsync(hub, "?jobType=ScheduleUpdateTwin&jobStatus=Completed", "2", first.Headers["x-ms-continuation"]);

        first.Headers["x-ms-item-type"].ShouldBe("JobResponse");
        Ids(first).Concat(Ids(second)).ShouldBe(["a", "b", "c"]);
        second.Headers.ShouldNotContainKey("x-ms-continuation");
        Ids(await ListAsync(hub, "")).ShouldBe(["a", "b", "c"]);
        Ids(await ListAsync(hub, "?jobType=scheduleDeviceMethod")).ShouldBeEmpty();
        Ids(await ListAsync(hub, "?jobStatus=running&pageSize=1")).ShouldBeEmpty();
        (await ListAsync(hub, "?jobStatus=done")).ShouldBeError(400, "ArgumentInvalid");
        (await ListAsync(hub, "", "2", first.Headers["x-ms-continuation"])).ShouldBeError(400, "ArgumentInvalid");
        (await ListAsync(hub, "", "0")).ShouldBeError(400, "ArgumentInvalid");
    }

    [Fact]
    public async Task What_cannot_be_is_refused_in_shape_A()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        await rest.PutAsync("/jobs/v2/j1", TwinJob);

        (await rest.PutAsync("/jobs/v2/j1", TwinJob)).ShouldBeError(409, "JobAlreadyExists");
        (await rest.GetAsync("/jobs/v2/none")).ShouldBeError(404, "JobNotFound");
        (await rest.PutAsync("/jobs/v2/j2", "{}")).ShouldBeError(400, "ArgumentNull");
        (await rest.PutAsync("/jobs/v2/j1", TwinJob.Replace("\"*\",\"up", "\"tags.\",\"up", StringComparison.Ordinal))).ShouldBeError(400, "ArgumentInvalid");
        var tooLong = TwinJob.Replace("\"*\",\"up", $"\"a = '{new string('x', 8192)}'\",\"up", StringComparison.Ordinal);
        (await rest.PutAsync("/jobs/v2/j1", tooLong)).ShouldBeError(412, "PreconditionFailed");
    }

    [Fact]
    public async Task A_job_that_meets_no_device_fails()
    {
        await using var hub = await RunningHub.StartAsync();

        await hub.Rest().PutAsync("/jobs/v2/j1", TwinJob);

        Text(await EndedAsync(hub, "j1"), "status", "failureReason").ShouldBe("failed No device matches the condition '*'.");
    }

    [Theory]
    [InlineData("service", 200)]
    [InlineData("registryReadWrite", 200)]
    [InlineData("registryRead", 401)]
    [InlineData("device", 401)]
    public async Task Policies_that_may_are_let_in(string policy, int status)
    {
        await using var hub = await RunningHub.StartAsync();

        (await hub.Rest(policy).PutAsync("/jobs/v2/j1", TwinJob)).Status.ShouldBe(status);
        (await hub.Rest(policy).GetAsync("/jobs/v2/query")).Status.ShouldBe(status);
    }

    private static async Task CreateAsync(RunningHub hub, params string[] deviceIds)
    {
        foreach (var id in deviceIds)
        {
            await hub.Hub.CreateDeviceAsync(id, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<JsonElement> EndedAsync(RunningHub hub, string jobId)
    {
        await hub.Hub.Jobs.EndOf(jobId);
        return (await hub.Rest().GetAsync($"/jobs/v2/{jobId}")).Json;
    }

    private static Task<RestAnswer> AskAsync(RunningHub hub, string condition) =>
        hub.Rest().PostAsync("/devices/query", JsonSerializer.Serialize(new { query = $"SELECT * FROM devices.jobs WHERE {condition}" }));

    private static Task<RestAnswer> ListAsync(RunningHub hub, string filter, string? pageSize = null, string? token = null) =>
        hub.Rest().SendAsync("GET", $"/jobs/v2/query{filter}", null, headers =>
        {
            headers.Add("x-ms-max-item-count", pageSize is null ? [] : [pageSize]);
            headers.Add("x-ms-continuation", token is null ? [] : [token]);
        });

    private static IEnumerable<string> Ids(RestAnswer answer) =>
        answer.Json.EnumerateArray().Select(job => job.GetProperty("jobId").GetString()!);

    private static string Text(JsonElement json, params string[] members) =>
        string.Join(' ', members.Select(member => json.GetProperty(member).GetString()));
}
