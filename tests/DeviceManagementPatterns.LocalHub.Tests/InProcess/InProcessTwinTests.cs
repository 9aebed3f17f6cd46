using static DeviceManagementPatterns.LocalHub.Tests.InProcess.InProcessFixture;

namespace DeviceManagementPatterns.LocalHub.Tests.InProcess;

public sealed class InProcessTwinTests
{
    [Fact]
    public async Task Both_ends_see_the_same_twin()
    {
        var fixture = await StartAsync();
        await fixture.Device.OpenAsync(Stop);

        var version = await fixture.Device.UpdateReportedAsync(Json("""{"rebootTime":"now"}"""), Stop);
        await fixture.Service.UpdateTwinAsync("d1", new TwinUpdate { Tags = Json("""{"site":"a"}"""), Desired = Json("""{"level":3}""") }, cancellationToken: Stop);

        version.ShouldBe(2);
        var device = await fixture.Device.GetTwinAsync(Stop);
        device.Desired.Properties.GetRawText().ShouldBe("""{"level":3}""");
        device.Desired.Version.ShouldBe(2);
        device.Reported.Properties.GetRawText().ShouldBe("""{"rebootTime":"now"}""");
        var twin = (await fixture.Service.GetTwinAsync("d1", Stop)).ShouldNotBeNull();
        twin.Tags.GetRawText().ShouldBe("""{"site":"a"}""");
        twin.Reported.Version.ShouldBe(2);
        twin.ETag.ShouldBe(new ETag("AAAAAAAAAAI="));
        twin.IsConnected.ShouldBe(true);
        twin.IsEnabled.ShouldBe(true);
        twin.LastActivityTime.ShouldBe(fixture.Hub.Now);
    }

    [Fact]
    public async Task A_stale_etag_is_refused_and_an_unknown_device_is_null()
    {
        var fixture = await StartAsync();
        var stale = () => fixture.Service.UpdateTwinAsync("d1", new TwinUpdate { Tags = Json("{}") }, new ETag("x"), Stop);

        (await stale.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.PreconditionFailed);
        (await fixture.Service.GetTwinAsync("d2", Stop)).ShouldBeNull();
        (await fixture.Service.GetTwinAsync("d1", Stop)).ShouldNotBeNull().LastActivityTime.ShouldBeNull();
    }

    [Fact]
    public async Task A_patch_that_is_no_object_is_refused()
    {
        var fixture = await StartAsync();
        await fixture.Device.OpenAsync(Stop);
        var update = () => fixture.Device.UpdateReportedAsync(Json("[1]"), Stop);

        (await update.ShouldThrowAsync<HubException>()).Message.ShouldBe("'properties.reported' must be an object.");
    }

    [Fact]
    public async Task Watching_gives_the_current_section_first_and_then_the_latest()
    {
        var fixture = await StartAsync();
        await fixture.PatchDesiredAsync("""{"a":1}""");
        await fixture.Device.OpenAsync(Stop);
        await using var watch = fixture.Device.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);

        (await NextAsync(watch)).ShouldBe("""2 {"a":1}""");
        await fixture.PatchDesiredAsync("""{"b":2}""");
        (await NextAsync(watch)).ShouldBe("""3 {"a":1,"b":2}""");
        await fixture.PatchDesiredAsync("""{"a":null}""");
        await fixture.PatchDesiredAsync("""{"c":3}""");
        (await NextAsync(watch)).ShouldBe("""5 {"b":2,"c":3}""");
    }

    [Fact]
    public async Task A_watch_may_begin_before_the_client_is_opened_and_ends_with_it()
    {
        var fixture = await StartAsync();
        await using var watch = fixture.Device.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);
        var first = NextAsync(watch);

        await fixture.Device.OpenAsync(Stop);
        (await first).ShouldBe("1 {}");
        await fixture.Device.DisposeAsync();

        (await watch.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_changed_while_the_link_was_down_is_seen_after_it_is_back()
    {
        var fixture = await StartAsync();
        await fixture.Device.OpenAsync(Stop);
        await using var watch = fixture.Device.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);
        await NextAsync(watch);
        var connected = ConnectionTests.NextStatusAsync(fixture.Device, ConnectionState.Connected);
        await ConnectionTests.DropAsync(fixture);
        await fixture.PatchDesiredAsync("""{"a":1}""");

        await ConnectionTests.AdvanceUntilAsync(fixture, connected);

        (await NextAsync(watch)).ShouldBe("""2 {"a":1}""");
    }

    [Fact]
    public async Task What_did_not_change_while_the_link_was_down_is_not_seen_again()
    {
        var fixture = await StartAsync();
        await fixture.Device.OpenAsync(Stop);
        await using var watch = fixture.Device.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);
        (await NextAsync(watch)).ShouldBe("1 {}");
        var next = NextAsync(watch);
        var connected = ConnectionTests.NextStatusAsync(fixture.Device, ConnectionState.Connected);
        await ConnectionTests.DropAsync(fixture);
        await ConnectionTests.AdvanceUntilAsync(fixture, connected);

        await fixture.PatchDesiredAsync("""{"a":1}""");

        (await next).ShouldBe("""2 {"a":1}""");
    }

    [Fact]
    public async Task A_watch_ends_with_its_token()
    {
        var fixture = await StartAsync();
        using var stop = new CancellationTokenSource();
        await using var watch = fixture.Device.WatchDesiredAsync(stop.Token).GetAsyncEnumerator(Stop);
        var first = watch.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await first.ShouldThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Queries_go_to_whoever_runs_them()
    {
        var fixture = await StartAsync();

        var page = await fixture.Service.QueryAsync("SELECT * FROM devices", 5, "next", Stop);

        page.Items.ShouldHaveSingleItem().GetString().ShouldBe("SELECT * FROM devices 5");
        page.Continuation.ShouldBe("next");
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<TwinSection> watch)
    {
        (await watch.MoveNextAsync()).ShouldBeTrue();
        return $"{watch.Current.Version} {watch.Current.Properties.GetRawText()}";
    }
}
