using DeviceManagementPatterns.Cli.Tests.Fixtures;
using DeviceManagementPatterns.LocalHub;
using DeviceManagementPatterns.LocalHub.Faults;

namespace DeviceManagementPatterns.Cli.Tests.Commands;

public sealed class FaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delay methodReply 2s device=d1 times=3")]
    [InlineData("delay", "methodReply", "2s", "device=d1", "times=3")]
    public async Task A_rule_is_added_with_or_without_quotation_marks_and_its_id_is_printed(params string[] rule)
    {
        await using var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);

        var ended = await Dmp(hub).RunAsync(["fault", "add", .. rule]);

        ended.ShouldBe(new Ended(0, "rule-1\n", ""));
        hub.Faults.Rules.Single().Rule.ShouldBe(FaultRule.Parse("delay methodReply 2s device=d1 times=3 id=rule-1"));
    }

    [Theory]
    [InlineData(2, "kind 'slow' is unknown", "slow", "ping")]
    [InlineData(1, "id 'a' is taken", "drop", "ping", "id=a")]
    public async Task A_rule_that_cannot_be_is_refused(int exitCode, string expected, params string[] rule)
    {
        await using var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);
        hub.Faults.Add("drop ping id=a");

        var ended = await Dmp(hub).RunAsync(["fault", "add", .. rule]);

        ended.ShouldHaveFailed(exitCode, expected);
    }

    [Fact]
    public async Task The_list_shows_rules_and_how_often_they_hit()
    {
        await using var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);
        hub.Faults.Add("throttle query every=2");
        await using var service = hub.CreateServiceClient();
        await service.QueryAsync("SELECT * FROM devices", cancellationToken: Stop);
        await Should.ThrowAsync<HubException>(() => service.QueryAsync("SELECT * FROM devices", cancellationToken: Stop));

        var ended = await Dmp(hub).RunAsync("fault", "list");

        ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()).ShouldBe([
            "ID     CALLS HITS RULE",
            "rule-1 2     1    throttle query every=2",
        ]);
    }

    [Fact]
    public async Task The_list_as_JSON_is_a_script_for_the_next_hub()
    {
        await using var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);
        hub.Faults.Load(new FaultScript { Seed = 3, Rules = [FaultRule.Parse("stale query 30s id=old")] });

        var ended = await Dmp(hub).RunAsync("fault", "list", "-o", "json");

        var script = FaultScript.Parse(ended.Output);
        script.Seed.ShouldBe(3);
        script.Rules.ShouldBe([FaultRule.Parse("stale query 30s id=old")]);
    }

    [Fact]
    public async Task One_rule_or_all_are_removed()
    {
        await using var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);
        hub.Faults.Load(new FaultScript { Rules = [FaultRule.Parse("drop ping id=a"), FaultRule.Parse("drop ping id=b"), FaultRule.Parse("drop ping id=c")] });

        (await Dmp(hub).RunAsync("fault", "clear", "b")).ShouldBe(new Ended(0, "", ""));
        var left = hub.Faults.Rules.Select(rule => rule.Id).ToList();
        (await Dmp(hub).RunAsync("fault", "clear", "b")).ShouldHaveFailed(1, "There is no fault 'b'");
        (await Dmp(hub).RunAsync("fault", "clear")).ShouldBe(new Ended(0, "", ""));

        left.ShouldBe(["a", "c"]);
        hub.Faults.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_device_is_disconnected()
    {
        await using var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);
        await hub.CreateDeviceAsync("d1", Stop);
        await using var device = hub.MqttClient("d1");
        await device.OpenAsync(Stop);

        (await Dmp(hub).RunAsync("fault", "disconnect", "d1")).Output.ShouldBe("Device 'd1' is disconnected.\n");
        (await Dmp(hub).RunAsync("fault", "disconnect", "d2")).ShouldHaveFailed(1, "d2");
    }

    [Fact]
    public async Task The_hub_is_taken_down()
    {
        await using var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);

        (await Dmp(hub).RunAsync("fault", "down", "1h")).ShouldBe(new Ended(0, "", ""));

        using var http = new HttpClient();
        await Should.ThrowAsync<Exception>(() => http.GetAsync(new Uri($"https://localhost:{hub.HttpsPort}/"), Stop));
        (await Dmp(hub).RunAsync("fault", "down", "soon")).ExitCode.ShouldNotBe(0);
    }

    [Fact]
    public async Task A_hub_that_is_not_LocalHub_has_no_faults()
    {
        await using var other = await OrdinaryHub.StartAsync();

        var ended = await RunningHub.DmpWith(other.ConnectionString, other.CaFile).RunAsync("fault", "list");

        ended.ShouldHaveFailed(1, "Reading the faults");
    }

    private static Dmp Dmp(LocalIotHub hub) => RunningHub.DmpWith(hub.ConnectionString, hub.CaFile);
}
