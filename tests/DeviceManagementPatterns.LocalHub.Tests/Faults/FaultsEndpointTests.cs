using DeviceManagementPatterns.LocalHub.Faults;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

public sealed class FaultsEndpointTests
{
    private const string Path = "/$localhub/faults";

    [Fact]
    public async Task A_script_is_put_read_and_put_again()
    {
        await using var hub = await RunningHub.StartAsync();
        const string script = """{"seed":7,"rules":["drop ping id=a",{"kind":"delay","operation":"methodReply","by":"2s","times":3}]}""";

        var put = await hub.Rest().PutAsync(Path, script);
        var read = await hub.Rest().GetAsync(Path);
        var again = await hub.Rest().PutAsync(Path, read.Body);

        put.Status.ShouldBe(200, put.Body);
        read.Body.ShouldBe(
            """{"seed":7,"rules":[{"kind":"drop","operation":"ping","id":"a","calls":0,"hits":0},"""
            + """{"kind":"delay","operation":"methodReply","id":"rule-1","times":3,"by":"2s","calls":0,"hits":0}],"hitCount":0,"hits":[]}""");
        again.Body.ShouldBe(read.Body);
    }

    [Fact]
    public async Task A_rule_is_added_hits_and_is_removed()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);

        var added = await hub.Rest().PostAsync(Path, "\"refuse twinRead 503001 id=r1\"");
        (await hub.Rest().GetAsync("/twins/d1")).Status.ShouldBe(503);
        var read = (await hub.Rest().GetAsync(Path)).Json;
        var removed = await hub.Rest().DeleteAsync($"{Path}/r1");

        added.Body.ShouldBe("""{"kind":"refuse","operation":"twinRead","id":"r1","code":503001,"calls":0,"hits":0}""");
        read.GetProperty("rules")[0].GetProperty("hits").GetInt32().ShouldBe(1);
        var hit = read.GetProperty("hits")[0];
        hit.GetProperty("number").GetInt64().ShouldBe(1);
        hit.GetProperty("rule").GetString().ShouldBe("r1");
        hit.GetProperty("operation").GetString().ShouldBe("twinRead");
        hit.GetProperty("device").GetString().ShouldBe("d1");
        hit.GetProperty("name").GetString().ShouldBe("/twins/d1");
        removed.Status.ShouldBe(204);
        (await hub.Rest().GetAsync("/twins/d1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task All_rules_and_hits_are_cleared()
    {
        await using var hub = await RunningHub.StartAsync();
        hub.Hub.Faults.Add("refuse registry times=1");
        await hub.Rest().GetAsync("/devices");

        (await hub.Rest().DeleteAsync(Path)).Status.ShouldBe(204);

        (await hub.Rest().GetAsync(Path)).Body.ShouldBe("""{"seed":0,"rules":[],"hitCount":0,"hits":[]}""");
    }

    [Fact]
    public async Task No_fault_hits_the_endpoint_itself()
    {
        await using var hub = await RunningHub.StartAsync();
        hub.Hub.Faults.Add("drop restCall");

        (await hub.Rest().GetAsync(Path)).Status.ShouldBe(200);
        (await hub.Rest().DeleteAsync(Path)).Status.ShouldBe(204);
        (await hub.Rest().GetAsync("/devices")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("PUT", """{"rules":["drop ping","drop pings"]}""", "rules[1]: operation 'pings' is unknown")]
    [InlineData("PUT", """{"rules":["drop ping id=a","drop ping id=a"]}""", "id 'a' is taken")]
    [InlineData("POST", """{"kind":"delay","operation":"ping"}""", "by is missing")]
    [InlineData("POST", "", "The text is not JSON")]
    public async Task What_is_wrong_is_refused_with_its_place_and_changes_nothing(string method, string body, string expected)
    {
        await using var hub = await RunningHub.StartAsync();

        var answer = await hub.Rest().SendAsync(method, Path, body);

        answer.ShouldBeError(400, "ArgumentInvalid");
        answer.Json.GetProperty("Message").GetString()!.ShouldContain(expected);
        hub.Hub.Faults.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_rule_cannot_be_removed()
    {
        await using var hub = await RunningHub.StartAsync();

        var answer = await hub.Rest().DeleteAsync($"{Path}/nothing");

        answer.ShouldBeError(400, "ArgumentInvalid");
        answer.Body.ShouldContain("There is no fault 'nothing'");
    }

    [Theory]
    [InlineData("service")]
    [InlineData("registryReadWrite")]
    [InlineData("device")]
    public async Task It_takes_all_permissions(string policy)
    {
        await using var hub = await RunningHub.StartAsync();

        (await hub.Rest(policy).GetAsync(Path)).Status.ShouldBe(401);
        (await hub.Rest(policy).PostAsync(Path, "\"drop ping\"")).Status.ShouldBe(401);
        (await hub.Rest(policy).PostAsync("/$localhub/outage", """{"for":"1s"}""")).Status.ShouldBe(401);
        (await hub.Rest(policy).PostAsync("/$localhub/devices/d1/disconnect", "")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Options_bring_a_script_from_the_start()
    {
        var script = new FaultScript { Seed = 5, Rules = [FaultRule.Parse("throttle query")] };
        await using var hub = await LocalIotHub.StartAsync(new LocalHubOptions { Faults = script }, TestContext.Current.CancellationToken);
        await using var service = hub.CreateServiceClient();

        var refused = await Should.ThrowAsync<HubException>(() => service.QueryAsync("SELECT * FROM devices"));

        refused.Code.ShouldBe(HubErrorCode.ThrottlingException);
        hub.Faults.Seed.ShouldBe(5);
        hub.Faults.Rules.Single().HitCount.ShouldBe(1);
    }
}
