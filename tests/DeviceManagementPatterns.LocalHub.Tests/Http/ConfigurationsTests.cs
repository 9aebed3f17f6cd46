using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class ConfigurationsTests
{
    private const string Chiller = """
        {"id":"chiller","labels":{"team":"a"},"content":{"deviceContent":{"properties.desired.chiller":{"temperature":66}}},
         "targetCondition":"tags.site = 'a'","priority":20,"metrics":{"queries":{"done":"SELECT deviceId FROM devices WHERE properties.reported.ok = true"}}}
        """;

    [Fact]
    public async Task A_configuration_is_created_read_changed_and_deleted()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, "d1", "a");

        var created = await hub.Rest().PutAsync("/configurations/chiller", Chiller);

        created.Status.ShouldBe(201, created.Body);
        created.Json.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "id", "schemaVersion", "labels", "content", "targetCondition", "createdTimeUtc", "lastUpdatedTimeUtc", "priority",
            "systemMetrics", "metrics", "etag",
        ]);
        created.Json.GetProperty("schemaVersion").GetString().ShouldBe("1.0");
        created.Json.GetProperty("content").GetRawText().ShouldBe("""{"deviceContent":{"properties.desired.chiller":{"temperature":66}}}""");
        created.Json.GetProperty("systemMetrics").GetRawText().ShouldBe("""
            {"results":{"targetedCount":1,"appliedCount":1},"queries":{"targetedCount":"SELECT deviceId FROM devices WHERE tags.site = 'a'","appliedCount":"SELECT deviceId FROM devices WHERE configurations.[[chiller]].status = 'Applied'"}}
            """.Trim());
        created.Headers["ETag"].ShouldBe($"\"{created.Json.GetProperty("etag").GetString()}\"");
        var read = await hub.Rest().GetAsync("/configurations/chiller");
        (read.Status, read.Body).ShouldBe((200, created.Body));

        var changed = await hub.Rest().PutAsync("/configurations/chiller", read.Body.Replace("\"priority\":20", "\"priority\":21"), read.Headers["ETag"]);

        changed.Status.ShouldBe(200, changed.Body);
        changed.Json.GetProperty("priority").GetInt32().ShouldBe(21);
        changed.Json.GetProperty("etag").GetString().ShouldNotBe(created.Json.GetProperty("etag").GetString());
        changed.Json.GetProperty("createdTimeUtc").GetString().ShouldBe(created.Json.GetProperty("createdTimeUtc").GetString());
        (await hub.Rest().DeleteAsync("/configurations/chiller", changed.Headers["ETag"])).Status.ShouldBe(204);
        (await hub.Rest().GetAsync("/configurations/chiller")).ShouldBeError(404, "ConfigurationNotFound");
    }

    [Fact]
    public async Task The_twin_shows_its_configurations_and_queries_find_it_by_them()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, "d1", "a");
        await CreateAsync(hub, "d2", "b");
        await hub.Rest().PutAsync("/configurations/chiller", Chiller);
        await hub.Rest().PutAsync("/configurations/my-low", Body(condition: "*", content: """{"deviceContent":{"properties.desired.chiller":{}}}"""));

        var twin = (await hub.Rest().GetAsync("/twins/d1")).Json;

        twin.GetProperty("configurations").GetRawText().ShouldBe("""{"chiller":{"status":"Applied"},"my-low":{"status":"Targeted"}}""");
        twin.GetProperty("properties").GetProperty("desired").GetProperty("chiller").GetRawText().ShouldBe("""{"temperature":66}""");
        (await AskAsync(hub, "SELECT deviceId FROM devices WHERE configurations.[[chiller]].status = 'Applied'")).ShouldBe("""[{"deviceId":"d1"}]""");
        (await AskAsync(hub, "SELECT deviceId FROM devices WHERE configurations.[[my-low]].status = 'Targeted'")).ShouldBe("""[{"deviceId":"d1"}]""");
        (await AskAsync(hub, "SELECT deviceId FROM devices WHERE configurations.chiller.status != 'Applied'")).ShouldBe("[]");
        (await AskAsync(hub, "SELECT configurations FROM devices WHERE IS_DEFINED(configurations.chiller)"))
            .ShouldBe("""[{"configurations":{"chiller":{"status":"Applied"},"my-low":{"status":"Targeted"}}}]""");
        (await AskAsync(hub, "SELECT configurations.chiller FROM devices WHERE deviceId = 'd1'")).ShouldBe("""[{"chiller":{"status":"Applied"}}]""");
        (await AskAsync(hub, "SELECT configurations.[[my-low]].status, COUNT() AS n FROM devices GROUP BY configurations.[[my-low]].status"))
            .ShouldContain("""{"status":"Targeted","n":1}""");
    }

    [Fact]
    public async Task Metrics_are_counted_when_they_are_read()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, "d1", "a");
        await hub.Rest().PutAsync("/configurations/chiller", Chiller);
        var before = await MetricsAsync(hub);
        await using var device = hub.Hub.CreateDeviceClient("d1");
        await device.OpenAsync(TestContext.Current.CancellationToken);

        await device.UpdateReportedAsync(JsonDocument.Parse("""{"ok":true}""").RootElement, TestContext.Current.CancellationToken);

        before.ShouldBe("""{"results":{"done":0},"queries":{"done":"SELECT deviceId FROM devices WHERE properties.reported.ok = true"}}""");
        (await MetricsAsync(hub)).ShouldStartWith("""{"results":{"done":1},""");
    }

    [Fact]
    public async Task The_list_is_in_order_of_creation_and_can_be_cut()
    {
        await using var hub = await RunningHub.StartAsync();
        foreach (var id in new[] { "c", "a", "b" })
        {
            await hub.Rest().PutAsync($"/configurations/{id}", Body());
        }

        (await IdsAsync(hub, "/configurations")).ShouldBe("c a b");
        (await IdsAsync(hub, "/configurations/?top=2")).ShouldBe("c a");
        (await IdsAsync(hub, "/configurations?top=1000")).ShouldBe("c a b");
        (await IdsAsync(hub, "/configurations?top=0")).ShouldBe("c a b");
    }

    [Fact]
    public async Task What_is_there_or_stale_is_refused()
    {
        await using var hub = await RunningHub.StartAsync();
        var created = await hub.Rest().PutAsync("/configurations/c1", Body());

        (await hub.Rest().PutAsync("/configurations/c1", Body())).ShouldBeError(409, "ConfigurationAlreadyExists");
        (await hub.Rest().PutAsync("/configurations/c1", Body(), "\"b2xk\"")).ShouldBeError(412, "PreconditionFailed");
        (await hub.Rest().DeleteAsync("/configurations/c1", "\"b2xk\"")).ShouldBeError(412, "PreconditionFailed");
        (await hub.Rest().PutAsync("/configurations/none", Body(), "*")).ShouldBeError(404, "ConfigurationNotFound");
        (await hub.Rest().DeleteAsync("/configurations/none")).ShouldBeError(404, "ConfigurationNotFound");
        (await hub.Rest().GetAsync("/configurations/c1")).Body.ShouldBe(created.Body);
        (await hub.Rest().DeleteAsync("/configurations/c1")).Status.ShouldBe(204, "no If-Match is no condition");
    }

    [Fact]
    public async Task The_content_never_changes()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Rest().PutAsync("/configurations/c1", Body(content: """{"deviceContent":{"properties.desired.a":1}}"""));

        (await hub.Rest().PutAsync("/configurations/c1", Body(content: """{"deviceContent":{"properties.desired.a":2}}"""), "*"))
            .ShouldBeError(400, "InvalidConfigurationContent");
        (await hub.Rest().PutAsync("/configurations/c1", """{"targetCondition":"*"}""", "*")).Status.ShouldBe(200, "left out, it stays");
        (await hub.Rest().PutAsync("/configurations/c1", Body(content: """{"deviceContent": {"properties.desired.a": 1}, "moduleContent":{}}"""), "*"))
            .Status.ShouldBe(200, "the same in another layout is the same");
    }

    [Fact]
    public async Task There_are_at_most_100()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        for (var i = 0; i < 100; i++)
        {
            (await rest.PutAsync($"/configurations/c{i}", Body())).Status.ShouldBe(201);
        }

        (await rest.PutAsync("/configurations/c100", Body())).ShouldBeError(413, "ConfigurationCountLimitExceeded");
        (await rest.DeleteAsync("/configurations/c0")).Status.ShouldBe(204);
        (await rest.PutAsync("/configurations/c100", Body())).Status.ShouldBe(201);
    }

    [Theory]
    [InlineData("registryRead", 200, 401, 200)]
    [InlineData("registryReadWrite", 200, 201, 200)]
    [InlineData("service", 200, 201, 200)]
    [InlineData("iothubowner", 200, 201, 200)]
    [InlineData("device", 401, 401, 401)]
    public async Task Policies_allow(string policy, int read, int write, int test)
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest(policy);

        (await rest.GetAsync("/configurations")).Status.ShouldBe(read);
        (await rest.PutAsync("/configurations/c1", Body())).Status.ShouldBe(write);
        (await rest.PostAsync("/configurations/testQueries", "{}")).Status.ShouldBe(test);
        (await rest.DeleteAsync("/configurations/c1")).Status.ShouldBe(write == 201 ? 204 : 401);
    }

    [Fact]
    public async Task Queries_can_be_tried_before()
    {
        await using var hub = await RunningHub.StartAsync();

        var good = await hub.Rest().PostAsync("/configurations/testQueries", """{"targetCondition":"tags.a = 1","customMetricQueries":{"n":"SELECT deviceId FROM devices"}}""");
        var bad = await hub.Rest().PostAsync(
            "/configurations/testQueries", """{"targetCondition":"tags.","customMetricQueries":{"ok":"SELECT * FROM devices.modules","bad":"SELECT","jobs":"SELECT * FROM devices.jobs"}}""");

        (good.Status, good.Body).ShouldBe((200, """{"customMetricQueryErrors":{}}"""));
        bad.Status.ShouldBe(200, bad.Body);
        bad.Json.GetProperty("targetConditionError").GetString()!.ShouldStartWith("targetCondition: Line 1, column");
        bad.Json.GetProperty("customMetricQueryErrors").EnumerateObject().Select(error => error.Name).ShouldBe(["bad", "jobs"]);
        (await hub.Rest().PostAsync("/configurations/testQueries", "[]")).ShouldBeError(400, "ArgumentInvalid");
    }

    private static async Task CreateAsync(RunningHub hub, string deviceId, string site)
    {
        await hub.Hub.CreateDeviceAsync(deviceId, TestContext.Current.CancellationToken);
        await hub.Rest().PatchAsync($"/twins/{deviceId}", $$$"""{"tags":{"site":"{{{site}}}"}}""");
    }

    private static string Body(string condition = "", string content = """{"deviceContent":{}}""") => $$"""{"targetCondition":"{{condition}}","content":{{content}}}""";

    private static async Task<string> AskAsync(RunningHub hub, string query) =>
        (await hub.Rest().PostAsync("/devices/query", JsonSerializer.Serialize(new Dictionary<string, string> { ["query"] = query }))).Body;

    private static async Task<string> MetricsAsync(RunningHub hub) =>
        (await hub.Rest().GetAsync("/configurations/chiller")).Json.GetProperty("metrics").GetRawText();

    private static async Task<string> IdsAsync(RunningHub hub, string path) => string.Join(
        ' ', (await hub.Rest().GetAsync(path)).Json.EnumerateArray().Select(configuration => configuration.GetProperty("id").GetString()));
}
