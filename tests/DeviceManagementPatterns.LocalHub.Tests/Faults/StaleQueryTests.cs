using DeviceManagementPatterns.LocalHub.Faults;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

public sealed class StaleQueryTests
{
    private const string SiteA = """{"query":"SELECT deviceId FROM devices WHERE tags.site = 'a'"}""";
    private const string Connected = """{"query":"SELECT deviceId FROM devices WHERE connectionState = 'Connected'"}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_change_is_found_when_the_lag_has_passed_and_the_twin_is_fresh_at_once()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("stale query 30s");

        await TagAsync(hub, "d1", "a");

        (await AskAsync(hub, SiteA)).ShouldBe("[]");
        (await hub.Rest().GetAsync("/twins/d1")).Json.GetProperty("tags").GetProperty("site").GetString().ShouldBe("a");
        _time.Advance(TimeSpan.FromSeconds(29.9));
        (await AskAsync(hub, SiteA)).ShouldBe("[]");
        _time.Advance(TimeSpan.FromSeconds(0.1));
        (await AskAsync(hub, SiteA)).ShouldBe("""[{"deviceId":"d1"}]""");
    }

    [Fact]
    public async Task Each_change_is_seen_in_its_own_time()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("stale query 10s");

        await TagAsync(hub, "d1", "a");
        _time.Advance(TimeSpan.FromSeconds(6));
        await TagAsync(hub, "d1", "b");
        await TagAsync(hub, "d2", "a");
        _time.Advance(TimeSpan.FromSeconds(6));

        (await AskAsync(hub, SiteA)).ShouldBe("""[{"deviceId":"d1"}]""");
        _time.Advance(TimeSpan.FromSeconds(6));
        (await AskAsync(hub, SiteA)).ShouldBe("""[{"deviceId":"d2"}]""");
    }

    [Fact]
    public async Task New_and_deleted_devices_lag_too()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("stale query 10s");
        const string all = """{"query":"SELECT deviceId FROM devices"}""";

        await hub.Hub.CreateDeviceAsync("d3", TestContext.Current.CancellationToken);
        await hub.Rest().DeleteAsync("/devices/d1", "*");

        (await AskAsync(hub, all)).ShouldBe("""[{"deviceId":"d1"},{"deviceId":"d2"}]""");
        _time.Advance(TimeSpan.FromSeconds(10));
        (await AskAsync(hub, all)).ShouldBe("""[{"deviceId":"d2"},{"deviceId":"d3"}]""");
    }

    [Fact]
    public async Task Modules_lag_as_devices_do()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("stale query 10s");
        const string modules = """{"query":"SELECT moduleId FROM devices.modules"}""";

        await hub.Rest().PutAsync("/devices/d1/modules/m1", """{"deviceId":"d1","moduleId":"m1"}""");

        (await AskAsync(hub, modules)).ShouldBe("[]");
        _time.Advance(TimeSpan.FromSeconds(10));
        (await AskAsync(hub, modules)).ShouldBe("""[{"moduleId":"m1"}]""");
    }

    [Fact]
    public async Task Whether_a_device_is_connected_lags_too()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("stale query 10s");

        using var wire = await hub.ConnectAsync("d1", keepAlive: 0);

        (await AskAsync(hub, Connected)).ShouldBe("[]");
        _time.Advance(TimeSpan.FromSeconds(10));
        (await AskAsync(hub, Connected)).ShouldBe("""[{"deviceId":"d1"}]""");
        await hub.Hub.DisconnectAsync("d1", TestContext.Current.CancellationToken);
        (await AskAsync(hub, Connected)).ShouldBe("""[{"deviceId":"d1"}]""");
        _time.Advance(TimeSpan.FromSeconds(10));
        (await AskAsync(hub, Connected)).ShouldBe("[]");
    }

    [Fact]
    public async Task Only_the_queries_that_are_hit_are_stale_and_none_without_the_rule()
    {
        await using var hub = await StartAsync();
        var rule = hub.Hub.Faults.Add("stale query 1h skip=1 times=1");
        await TagAsync(hub, "d1", "a");

        (await AskAsync(hub, SiteA)).ShouldBe("""[{"deviceId":"d1"}]""");
        (await AskAsync(hub, SiteA)).ShouldBe("[]");
        (await AskAsync(hub, SiteA)).ShouldBe("""[{"deviceId":"d1"}]""");
        rule.HitCount.ShouldBe(1);
        hub.Hub.Faults.Hits.ShouldHaveSingleItem().Operation.ShouldBe(FaultOperation.Query);
        rule.Dispose();
        (await AskAsync(hub, SiteA)).ShouldBe("""[{"deviceId":"d1"}]""");
    }

    [Fact]
    public async Task Links_in_the_process_see_the_same_index()
    {
        await using var hub = await StartAsync();
        hub.Hub.Faults.Add("stale query 30s");
        await using var service = hub.Hub.CreateServiceClient();
        var stop = TestContext.Current.CancellationToken;
        await TagAsync(hub, "d1", "a");

        (await service.QueryAsync("SELECT deviceId FROM devices WHERE tags.site = 'a'", cancellationToken: stop)).Items.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(30));
        (await service.QueryAsync("SELECT deviceId FROM devices WHERE tags.site = 'a'", cancellationToken: stop)).Items.Count.ShouldBe(1);
    }

    private async Task<RunningHub> StartAsync()
    {
        var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        await hub.Hub.CreateDeviceAsync("d2", TestContext.Current.CancellationToken);
        return hub;
    }

    private static Task<Http.RestAnswer> TagAsync(RunningHub hub, string deviceId, string site) =>
        hub.Rest().PatchAsync($"/twins/{deviceId}", $$$"""{"tags":{"site":"{{{site}}}"}}""");

    private static async Task<string> AskAsync(RunningHub hub, string query) => (await hub.Rest().PostAsync("/devices/query", query)).Body;
}
