using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Runtime;

public sealed class AutomaticConfigurationsTests : IAsyncDisposable
{
    private const string FanOn = """{"deviceContent":{"properties.desired.fan":"on"}}""";
    private const string SiteA = "tags.site = 'a'";

    private readonly ConfiguringHub _hub = new();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task A_new_configuration_is_applied_at_once_to_whom_it_targets()
    {
        await _hub.CreateAsync("d1", """{"site":"a"}""");
        await _hub.CreateAsync("d2", """{"site":"b"}""");

        var created = await _hub.PutAsync("c1", SiteA, FanOn);

        (_hub.Desired("d1"), _hub.Statuses("d1")).ShouldBe(("""{"fan":"on"}""", "c1=Applied"));
        (_hub.Desired("d2"), _hub.Statuses("d2")).ShouldBe(("{}", ""));
        created.SystemMetrics.Select(metric => metric.Result).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task A_connected_device_is_told_what_changes_and_no_more()
    {
        await _hub.CreateAsync("d1");
        await _hub.PatchAsync("d1", """{"properties":{"desired":{"o":{"mine":1}}}}""");
        var link = new RecordingLink();
        _hub.Runtime.OpenSession(new("d1"), link, cleanSession: true, modelId: null).SubscribeDesired(true);

        await _hub.PutAsync("c1", "*", """{"deviceContent":{"properties.desired.o":{"x":1}}}""");
        await _hub.Configurations.DeleteAsync("c1", ETag.Any, TestHub.Stop);

        link.Sent.Skip(1).ShouldBe(["""desired 3 {"o":{"x":1},"$version":3}""", """desired 4 {"o":{"x":null},"$version":4}"""]);
    }

    [Fact]
    public async Task A_twin_that_comes_into_scope_follows_a_second_later()
    {
        await _hub.PutAsync("c1", SiteA, FanOn);
        await _hub.CreateAsync("d1", """{"site":"a"}""");

        await _hub.PassAsync(TimeSpan.FromMilliseconds(999));
        var before = _hub.Desired("d1");
        await _hub.PassAsync(TimeSpan.FromMilliseconds(1));

        before.ShouldBe("{}");
        _hub.Desired("d1").ShouldBe("""{"fan":"on"}""");
    }

    [Fact]
    public async Task A_twin_that_leaves_scope_loses_what_was_set_and_the_next_priority_takes_over()
    {
        await _hub.CreateAsync("d1", """{"site":"a"}""");
        await _hub.PutAsync("low", "*", """{"deviceContent":{"properties.desired.fan":"off"}}""", priority: 1);
        await _hub.PutAsync("high", SiteA, """{"deviceContent":{"properties.desired.fan":"on","properties.desired.lamp":1}}""", priority: 2);
        _hub.Desired("d1").ShouldBe("""{"fan":"on","lamp":1}""");
        _hub.Statuses("d1").ShouldBe("high=Applied low=Targeted");

        await _hub.PatchAsync("d1", """{"tags":{"site":"b"}}""");
        await _hub.PassAsync(TimeSpan.FromSeconds(1));

        (_hub.Desired("d1"), _hub.Statuses("d1")).ShouldBe(("""{"fan":"off"}""", "low=Applied"));
    }

    [Fact]
    public async Task A_changed_condition_and_a_deletion_are_followed_at_once()
    {
        await _hub.CreateAsync("d1", """{"site":"a"}""");
        await _hub.CreateAsync("d2", """{"site":"b"}""");
        await _hub.PutAsync("c1", SiteA, FanOn);

        await _hub.PutAsync("c1", "tags.site = 'b'", FanOn, ifMatch: ETag.Any);
        (_hub.Desired("d1"), _hub.Desired("d2")).ShouldBe(("{}", """{"fan":"on"}"""));

        await _hub.Configurations.DeleteAsync("c1", ETag.Any, TestHub.Stop);
        (_hub.Desired("d2"), _hub.Statuses("d2")).ShouldBe(("{}", ""));
    }

    [Fact]
    public async Task A_changed_priority_is_followed_at_once()
    {
        await _hub.CreateAsync("d1");
        await _hub.PutAsync("c1", "*", FanOn, priority: 1);
        await _hub.PutAsync("c2", "*", """{"deviceContent":{"properties.desired.fan":"off"}}""", priority: 2);

        await _hub.PutAsync("c1", "*", FanOn, priority: 3, ifMatch: ETag.Any);

        (_hub.Desired("d1"), _hub.Statuses("d1")).ShouldBe(("""{"fan":"on"}""", "c1=Applied c2=Targeted"));
    }

    [Fact]
    public async Task What_changes_without_a_write_is_found_at_the_next_interval()
    {
        await _hub.CreateAsync("d1");
        await _hub.PutAsync("c1", "connectionState = 'Connected'", FanOn);
        _hub.Runtime.OpenSession(new("d1"), new RecordingLink(), cleanSession: true, modelId: null);

        await _hub.PassAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        var before = _hub.Desired("d1");
        await _hub.PassAsync(TimeSpan.FromTicks(1));

        before.ShouldBe("{}");
        _hub.Desired("d1").ShouldBe("""{"fan":"on"}""");
    }

    [Fact]
    public async Task What_an_operator_changes_by_hand_is_set_again_a_second_later()
    {
        await _hub.CreateAsync("d1");
        await _hub.PutAsync("c1", "*", FanOn);

        await _hub.PatchAsync("d1", """{"properties":{"desired":{"fan":"off","mine":1}}}""");
        var between = _hub.Desired("d1");
        await _hub.PassAsync(TimeSpan.FromSeconds(1));

        between.ShouldBe("""{"fan":"off","mine":1}""");
        _hub.Desired("d1").ShouldBe("""{"fan":"on","mine":1}""");
    }

    [Fact]
    public async Task A_configuration_that_undoes_its_own_condition_does_not_spin()
    {
        await _hub.CreateAsync("d1");
        await _hub.PutAsync("c1", "NOT IS_DEFINED(properties.desired.fan)", FanOn);
        var version = _hub.Runtime.GetTwin(new("d1")).Twin.Desired.Version;

        await _hub.PassAsync(TimeSpan.FromMinutes(4));

        _hub.Runtime.GetTwin(new("d1")).Twin.Desired.Version.ShouldBe(version);
    }

    [Fact]
    public async Task Module_content_reaches_the_modules_that_the_condition_selects()
    {
        await _hub.CreateAsync("d1");
        await _hub.CreateAsync("d1/m1", """{"site":"a"}""");
        await _hub.CreateAsync("d1/m2", """{"site":"b"}""");

        var created = await _hub.PutAsync("c1", "FROM devices.modules WHERE tags.site = 'a'", """{"moduleContent":{"properties.desired.rate":5}}""");

        (_hub.Desired("d1/m1"), _hub.Statuses("d1/m1")).ShouldBe(("""{"rate":5}""", "c1=Applied"));
        (_hub.Desired("d1/m2"), _hub.Desired("d1")).ShouldBe(("{}", "{}"));
        created.SystemMetrics.Select(metric => metric.Result).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Modules_content_reaches_the_modules_of_edge_devices()
    {
        await _hub.CreateAsync("edge", isEdge: true);
        await _hub.CreateAsync("edge/$edgeAgent");
        await _hub.CreateAsync("plain");
        await _hub.CreateAsync("plain/$edgeAgent");

        var created = await _hub.PutAsync(
            "c1", "*", """{"modulesContent":{"$edgeAgent":{"properties.desired":{"schemaVersion":"1.1"}},"absent":{"properties.desired.x":1}}}""");

        (_hub.Desired("edge/$edgeAgent"), _hub.Statuses("edge/$edgeAgent")).ShouldBe(("""{"schemaVersion":"1.1"}""", "c1=Applied"));
        (_hub.Desired("plain/$edgeAgent"), _hub.Statuses("plain")).ShouldBe(("{}", ""));
        _hub.Statuses("edge").ShouldBe("c1=Targeted");
        created.SystemMetrics.Select(metric => metric.Result).ShouldBe([1, 1]);

        await _hub.CreateAsync("edge/absent");
        await _hub.PassAsync(TimeSpan.FromSeconds(1));
        _hub.Desired("edge/absent").ShouldBe("""{"x":1}""");

        await _hub.Runtime.UpdateIdentityAsync(new("edge"), new(), ETag.Any, TestHub.Stop);
        await _hub.PassAsync(TimeSpan.FromSeconds(1));
        (_hub.Desired("edge/$edgeAgent"), _hub.Desired("edge/absent"), _hub.Statuses("edge")).ShouldBe(("{}", "{}", ""));
    }

    [Fact]
    public async Task A_content_that_does_not_fit_one_twin_reaches_the_others()
    {
        await _hub.CreateAsync("full");
        await _hub.CreateAsync("free");
        var text = new string('x', 4000);
        await _hub.PatchAsync("full", "{\"properties\":{\"desired\":{" + string.Join(',', Enumerable.Range(0, 8).Select(n => $"\"k{n}\":\"{text}\"")) + "}}}");

        var created = await _hub.PutAsync("c1", "*", $$$"""{"deviceContent":{"properties.desired.text":"{{{text}}}"}}""");

        (_hub.Statuses("full"), _hub.Statuses("free")).ShouldBe(("c1=Targeted", "c1=Applied"));
        created.SystemMetrics.Select(metric => metric.Result).ShouldBe([2, 1]);
        _hub.Log.Messages.ShouldContain(message => message.Contains("full is not applied") || message.Contains("of full does not fit"));
    }

    [Fact]
    public async Task What_has_changed_since_it_was_looked_at_is_not_overwritten()
    {
        await _hub.CreateAsync("d1");
        var seen = _hub.Runtime.GetTwin(new("d1"));
        await _hub.PatchAsync("d1", """{"properties":{"desired":{"mine":1}}}""");

        var core = _hub.Runtime.Core;
        var next = new ConfiguredTwin(seen.Twin with { ModelId = "stale" }, Patch: null);
        lock (core.Gate)
        {
            core.State.Twins.Configure(seen, next);
        }

        _hub.Desired("d1").ShouldBe("""{"mine":1}""");
        _hub.Runtime.GetTwin(new("d1")).Twin.ModelId.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_device_that_was_deleted_meanwhile_does_not_come_back()
    {
        await _hub.CreateAsync("d1");
        var seen = _hub.Runtime.GetTwin(new("d1"));
        await _hub.Runtime.DeleteIdentityAsync(new("d1"), ETag.Any, TestHub.Stop);
        await _hub.CreateAsync("d1");

        var core = _hub.Runtime.Core;
        lock (core.Gate)
        {
            core.State.Twins.Configure(seen, new ConfiguredTwin(seen.Twin with { ModelId = "old" }, Patch: null));
        }

        _hub.Runtime.GetTwin(new("d1")).Twin.ModelId.ShouldBeEmpty();
    }
}
