using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class QueriesTests
{
    private const string Continuation = "x-ms-continuation";
    private const string ItemType = "x-ms-item-type";

    [Fact]
    public async Task An_answer_comes_in_pages_and_the_last_names_no_other()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, 7);
        var sizes = new List<int>();
        var seen = new HashSet<string>();

        string? token = null;
        do
        {
            var page = await AskAsync(hub, "SELECT * FROM devices", pageSize: "3", token);
            page.Headers[ItemType].ShouldBe("Twin");
            sizes.Add(page.Json.GetArrayLength());
            seen.UnionWith(page.Json.EnumerateArray().Select(twin => twin.GetProperty("deviceId").GetString()!));
            token = page.Headers.GetValueOrDefault(Continuation);
        }
        while (token is not null);

        sizes.ShouldBe([3, 3, 1]);
        seen.Count.ShouldBe(7);
    }

    [Fact]
    public async Task A_page_that_holds_all_rows_is_the_last()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, 3);

        (await AskAsync(hub, "SELECT * FROM devices", pageSize: "3")).Headers.ShouldNotContainKey(Continuation);
        (await AskAsync(hub, "SELECT * FROM devices WHERE deviceId = 'none'")).Body.ShouldBe("[]");
    }

    [Theory]
    [InlineData("SELECT * FROM devices", "Twin")]
    [InlineData("select * from devices.modules", "Twin")]
    [InlineData("SELECT deviceId FROM devices", "Raw")]
    [InlineData("SELECT COUNT() AS n FROM devices", "Raw")]
    [InlineData("SELECT * FROM devices.jobs", "DeviceJob")]
    public async Task Item_types_are_spelled_as_the_SDKs_read_them(string query, string itemType)
    {
        await using var hub = await RunningHub.StartAsync();

        var answer = await AskAsync(hub, query);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers[ItemType].ShouldBe(itemType);
        answer.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
    }

    [Theory]
    [InlineData("deviceId", """{"deviceId":"d0"}""")]
    [InlineData("status", """{"status":"enabled"}""")]
    [InlineData("connectionState", """{"connectionState":"Disconnected"}""")]
    [InlineData("lastActivityTime", """{"lastActivityTime":"0001-01-01T00:00:00Z"}""")]
    [InlineData("cloudToDeviceMessageCount", """{"cloudToDeviceMessageCount":0}""")]
    [InlineData("authenticationType", """{"authenticationType":"sas"}""")]
    [InlineData("x509Thumbprint", """{"x509Thumbprint":{"primaryThumbprint":null,"secondaryThumbprint":null}}""")]
    [InlineData("x509Thumbprint.primaryThumbprint", """{"primaryThumbprint":null}""")]
    [InlineData("capabilities", """{"capabilities":{"iotEdge":false}}""")]
    [InlineData("capabilities.iotEdge", """{"iotEdge":false}""")]
    [InlineData("version", """{"version":3}""")]
    [InlineData("modelId", """{"modelId":""}""")]
    [InlineData("statusReason", "{}")]
    [InlineData("moduleId", "{}")]
    [InlineData("tags", """{"tags":{"site":"a","floor":{"n":1,"list":[1,"x",null,true]}}}""")]
    [InlineData("tags.site", """{"site":"a"}""")]
    [InlineData("tags.floor", """{"floor":{"n":1,"list":[1,"x",null,true]}}""")]
    [InlineData("tags.floor.n", """{"n":1}""")]
    [InlineData("tags.floor.list", """{"list":[1,"x",null,true]}""")]
    [InlineData("tags.floor.none", "{}")]
    [InlineData("tags.site.none", "{}")]
    [InlineData("properties.desired.fan", """{"fan":"on"}""")]
    [InlineData("properties.desired.$version", """{"$version":2}""")]
    [InlineData("properties.reported.$version", """{"$version":1}""")]
    [InlineData("properties.desired.$metadata.$lastUpdatedVersion", """{"$lastUpdatedVersion":2}""")]
    [InlineData("properties.desired.$metadata.fan.$lastUpdatedVersion", """{"$lastUpdatedVersion":2}""")]
    [InlineData("properties.reported.$metadata.$lastUpdatedVersion", "{}")]
    public async Task Members_of_a_twin_are_read_by_their_paths(string path, string row)
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, 1);

        (await AskAsync(hub, $"SELECT {path} FROM devices")).Body.ShouldBe($"[{row}]");
    }

    [Fact]
    public async Task What_a_query_reads_is_what_the_twin_says()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, 1);
        var twin = (await hub.Rest().GetAsync("/twins/d0")).Json;

        foreach (var member in twin.EnumerateObject())
        {
            var row = (await AskAsync(hub, $"SELECT {member.Name} FROM devices")).Json[0];

            JsonElement.DeepEquals(row.GetProperty(member.Name), member.Value).ShouldBeTrue($"{member.Name}: {row} is not {member.Value}");
        }

        foreach (var section in new[] { "desired", "reported" })
        {
            var expected = twin.GetProperty("properties").GetProperty(section);
            var row = (await AskAsync(hub, $"SELECT properties.{section} FROM devices")).Json[0];
            JsonElement.DeepEquals(row.GetProperty(section), expected).ShouldBeTrue();
            var time = (await AskAsync(hub, $"SELECT properties.{section}.$metadata.$lastUpdated FROM devices")).Json[0];
            time.GetProperty("$lastUpdated").GetString().ShouldBe(expected.GetProperty("$metadata").GetProperty("$lastUpdated").GetString());
        }
    }

    [Fact]
    public async Task Twins_are_found_by_what_they_say()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, 5);
        using var device = await hub.ConnectAsync("d3");

        (await IdsAsync(hub, "connectionState = 'Connected'")).ShouldBe(["d3"]);
        (await IdsAsync(hub, "tags.floor.n >= 3")).ShouldBe(["d2", "d3", "d4"]);
        (await IdsAsync(hub, "deviceId IN ['d1', 'd4']")).ShouldBe(["d1", "d4"]);
        (await IdsAsync(hub, "is_defined(tags.none)")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Modules_are_queried_apart()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, 1);
        await hub.Rest().PutAsync("/devices/d0/modules/m1", """{"deviceId":"d0","moduleId":"m1"}""");

        (await AskAsync(hub, "SELECT deviceId, moduleId FROM devices.modules")).Body.ShouldBe("""[{"deviceId":"d0","moduleId":"m1"}]""");
        (await AskAsync(hub, "SELECT COUNT() AS n FROM devices")).Body.ShouldBe("""[{"n":1}]""");
    }

    [Theory]
    [InlineData("", "ArgumentInvalid")]
    [InlineData("{}", "ArgumentNull")]
    [InlineData("""{"query":""}""", "ArgumentNull")]
    [InlineData("""{"query":null}""", "ArgumentNull")]
    [InlineData("""{"query":"SELECT"}""", "ArgumentInvalid")]
    [InlineData("""{"query":"SELECT * FROM twins"}""", "ArgumentInvalid")]
    public async Task A_query_that_is_not_valid_gets_400(string body, string name)
    {
        await using var hub = await RunningHub.StartAsync();

        (await hub.Rest().PostAsync("/devices/query", body)).ShouldBeError(400, name);
    }

    [Fact]
    public async Task A_page_size_or_token_that_is_not_valid_gets_400()
    {
        await using var hub = await RunningHub.StartAsync();
        await CreateAsync(hub, 3);
        var token = (await AskAsync(hub, "SELECT * FROM devices", "1")).Headers[Continuation];

        (await AskAsync(hub, "SELECT * FROM devices", "many")).ShouldBeError(400, "ArgumentInvalid");
        (await AskAsync(hub, "SELECT * FROM devices", "0")).ShouldBeError(400, "ArgumentInvalid");
        (await AskAsync(hub, "SELECT * FROM devices", "1", "x")).ShouldBeError(400, "ArgumentInvalid");
        (await AskAsync(hub, "SELECT deviceId FROM devices", "1", token)).ShouldBeError(400, "ArgumentInvalid");
    }

    private static async Task CreateAsync(RunningHub hub, int count)
    {
        var rest = hub.Rest();
        for (var i = 0; i < count; i++)
        {
            await rest.PutAsync($"/devices/d{i}", $$"""{"deviceId":"d{{i}}"}""");
            var tags = $$$"""{"site":"a","floor":{"n":{{{i + 1}}},"list":[1,"x",null,true]}}""";
            await rest.PatchAsync($"/twins/d{i}", $$"""{"tags":{{tags}},"properties":{"desired":{"fan":"on"} } }""");
        }
    }

    private static async Task<IEnumerable<string>> IdsAsync(RunningHub hub, string condition)
    {
        var answer = await AskAsync(hub, $"SELECT deviceId FROM devices WHERE {condition}");
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.EnumerateArray().Select(row => row.GetProperty("deviceId").GetString()!);
    }

    private static Task<RestAnswer> AskAsync(RunningHub hub, string query, string? pageSize = null, string? token = null) =>
        hub.Rest().SendAsync("POST", "/devices/query", $$"""{"query":"{{query}}"}""", headers =>
        {
            headers.Add("x-ms-max-item-count", pageSize is null ? [] : [pageSize]);
            headers.Add(Continuation, token is null ? [] : [token]);
        });
}
