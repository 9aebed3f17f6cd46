namespace DeviceManagementPatterns.Conformance;

/// <summary>The twin as the device sees it.</summary>
public abstract partial class DeviceClientConformanceTests
{
    [Fact]
    public async Task A_twin_read_shows_both_sections_without_what_the_hub_adds()
    {
        await using var device = await ConnectAsync();
        await PatchDesiredAsync(device.DeviceId, """{"fan":{"speed":3}}""");
        await device.UpdateReportedAsync(Parse("""{"fan":{"speed":2}}"""), Stop);

        var twin = await device.GetTwinAsync(Stop);

        twin.Desired.Properties.GetRawText().ShouldBe("""{"fan":{"speed":3}}""");
        twin.Reported.Properties.GetRawText().ShouldBe("""{"fan":{"speed":2}}""");
    }

    [Fact]
    public async Task A_null_in_a_reported_patch_removes_the_property_and_leaves_the_rest()
    {
        await using var device = await ConnectAsync();
        await device.UpdateReportedAsync(Parse("""{"a":{"b":1,"c":2},"d":3}"""), Stop);

        await device.UpdateReportedAsync(Parse("""{"a":{"b":null},"d":null}"""), Stop);

        (await device.GetTwinAsync(Stop)).Reported.Properties.GetRawText().ShouldBe("""{"a":{"c":2}}""");
        (await Service.GetTwinAsync(device.DeviceId, Stop)).ShouldNotBeNull().Reported.Properties.GetRawText().ShouldBe("""{"a":{"c":2}}""");
    }

    [Fact]
    public async Task Versions_grow_where_the_link_tells_them()
    {
        await using var device = await ConnectAsync();

        var first = await device.UpdateReportedAsync(Parse("""{"a":1}"""), Stop);
        var second = await device.UpdateReportedAsync(Parse("""{"a":2}"""), Stop);
        var read = (await device.GetTwinAsync(Stop)).Reported.Version;

        (second <= first).ShouldBeFalse();
        (read != second && read is not null && second is not null).ShouldBeFalse();
    }

    [Fact]
    public async Task A_patch_that_breaks_a_limit_is_refused_whole_and_names_the_place()
    {
        await using var device = await ConnectAsync();
        var tooDeep = """{"fine":1,"outer":{"text":"LONG"}}""".Replace("LONG", new string('x', 4097), StringComparison.Ordinal);

        var refusal = await RefusalAsync(() => device.UpdateReportedAsync(Parse(tooDeep), Stop));

        refusal.Message.ShouldContain("outer.text");
        refusal.IsTransient.ShouldBeFalse();
        (await device.GetTwinAsync(Stop)).Reported.Find("fine").ShouldBeNull();
    }

    [Fact]
    public async Task A_patch_that_is_no_object_is_refused()
    {
        await using var device = await ConnectAsync();

        await ArgumentRefusalAsync(() => device.UpdateReportedAsync(Parse("[1]"), Stop));
        await ArgumentRefusalAsync(() => device.UpdateReportedAsync(Parse("null"), Stop));
    }

    [Fact]
    public async Task Watching_begins_with_the_current_section()
    {
        await using var device = await ConnectAsync();
        await PatchDesiredAsync(device.DeviceId, """{"a":1}""");

        await using var watch = Watch(device);

        (await NextAsync(watch)).Properties.GetRawText().ShouldBe("""{"a":1}""");
    }

    [Fact]
    public async Task A_watch_that_begins_before_the_link_is_up_waits_for_it()
    {
        await using var device = await CreateDeviceAsync();
        await PatchDesiredAsync(device.DeviceId, """{"a":1}""");
        await using var watch = Watch(device);
        var first = NextAsync(watch);

        await device.OpenAsync(Stop);

        (await first).Find("a")!.Value.GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Watching_shows_the_whole_section_after_each_change_deletions_included()
    {
        await using var device = await ConnectAsync();
        await PatchDesiredAsync(device.DeviceId, """{"a":1,"b":2}""");
        await using var watch = Watch(device);
        await NextAsync(watch);

        await PatchDesiredAsync(device.DeviceId, """{"b":3}""");
        (await NextAsync(watch)).Properties.GetRawText().ShouldBe("""{"a":1,"b":3}""");
        await PatchDesiredAsync(device.DeviceId, """{"a":null}""");

        (await NextAsync(watch)).Properties.GetRawText().ShouldBe("""{"b":3}""");
    }

    [Fact]
    public async Task A_slow_watcher_gets_the_latest_and_never_an_older_version()
    {
        const int last = 20;
        await using var device = await ConnectAsync();
        await using var watch = Watch(device);
        var seen = new List<TwinSection> { await NextAsync(watch) };

        for (var i = 1; i <= last; i++)
        {
            await PatchDesiredAsync(device.DeviceId, $$"""{"n":{{i}}}""");
        }

        while (seen[^1].Find("n") is not { } n || n.GetInt32() != last)
        {
            seen.Add(await NextAsync(watch));
        }

        var versions = seen.Select(section => section.Version ?? 0).ToList();
        versions.ShouldBe(versions.Order());
        seen.Count.ShouldBeLessThanOrEqualTo(last + 1);
    }

    [Fact]
    public async Task Two_watchers_see_the_same_and_one_may_leave()
    {
        await using var device = await ConnectAsync();
        var one = Watch(device);
        await using var two = Watch(device);
        (await NextAsync(one)).Version.ShouldBe((await NextAsync(two)).Version);

        await one.DisposeAsync();
        await PatchDesiredAsync(device.DeviceId, """{"a":1}""");

        (await NextAsync(two)).Find("a")!.Value.GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_change_during_a_gap_in_the_link_is_seen_afterwards()
    {
        await using var device = await ConnectAsync();
        await using var watch = Watch(device);
        await NextAsync(watch);
        var lost = NextStatusAsync(device, ConnectionState.Reconnecting);

        await using (var other = await CreateDeviceClientAsync(device.DeviceId))
        {
            await other.OpenAsync(Stop);
            await lost;
            await PatchDesiredAsync(device.DeviceId, """{"a":1}""");
        }

        (await NextAsync(watch)).Find("a")!.Value.GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_a_watch_ends_it_as_cancelled()
    {
        await using var device = await ConnectAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var watch = device.WatchDesiredAsync(cancel.Token).GetAsyncEnumerator(Stop);
        await NextAsync(watch);
        var next = NextAsync(watch);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Disposing_the_client_ends_its_watches()
    {
        var device = await ConnectAsync();
        await using var watch = Watch(device);
        await NextAsync(watch);
        var next = watch.MoveNextAsync().AsTask().WaitAsync(Patience, Stop);

        await device.DisposeAsync();

        (await next).ShouldBeFalse();
        (await Service.GetTwinAsync(device.DeviceId, Stop)).ShouldNotBeNull().IsConnected.ShouldBe(false);
    }

    private static IAsyncEnumerator<TwinSection> Watch(IDeviceClient device) => device.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);

    private static async Task<TwinSection> NextAsync(IAsyncEnumerator<TwinSection> watch)
    {
        (await watch.MoveNextAsync().AsTask().WaitAsync(Patience, Stop)).ShouldBeTrue();
        return watch.Current;
    }
}
