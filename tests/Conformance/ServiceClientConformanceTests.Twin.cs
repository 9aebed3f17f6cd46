namespace DeviceManagementPatterns.Conformance;

/// <summary>Twins and queries as the back end sees them.</summary>
public abstract partial class ServiceClientConformanceTests
{
    [Fact]
    public async Task A_new_devices_twin_is_empty_and_an_unknown_ones_null()
    {
        var id = await RegisterAsync();

        var twin = (await Service.GetTwinAsync(id, Stop)).ShouldNotBeNull();

        twin.DeviceId.ShouldBe(id);
        twin.Tags.GetRawText().ShouldBe("{}");
        twin.Desired.Properties.GetRawText().ShouldBe("{}");
        twin.Reported.Properties.GetRawText().ShouldBe("{}");
        twin.IsConnected.ShouldBe(false);
        (await Service.GetTwinAsync(NewId(), Stop)).ShouldBeNull();
        (await Service.GetTwinAsync(id.ToUpperInvariant(), Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Tags_and_desired_properties_are_patched_apart_and_null_removes()
    {
        var id = await RegisterAsync();
        var both = new TwinUpdate { Tags = Parse("""{"site":"a","floor":1}"""), Desired = Parse("""{"x":{"y":1}}""") };
        await Service.UpdateTwinAsync(id, both, cancellationToken: Stop);

        await Service.UpdateTwinAsync(id, new TwinUpdate { Tags = Parse("""{"floor":null}""") }, cancellationToken: Stop);
        var written = await PatchDesiredAsync(id, """{"x":{"z":2}}""");

        written.Tags.GetRawText().ShouldBe("""{"site":"a"}""");
        written.Desired.Properties.GetRawText().ShouldBe("""{"x":{"y":1,"z":2}}""");
        var read = (await Service.GetTwinAsync(id, Stop)).ShouldNotBeNull();
        read.ETag.ShouldBe(written.ETag);
        read.Desired.Version.ShouldBe(written.Desired.Version);
    }

    [Fact]
    public async Task A_stale_stamp_is_refused_and_a_fresh_one_and_none_are_taken()
    {
        var id = await RegisterAsync();
        var stale = (await Service.GetTwinAsync(id, Stop)).ShouldNotBeNull().ETag;
        var update = new TwinUpdate { Desired = Parse("""{"a":1}""") };
        var fresh = (await Service.UpdateTwinAsync(id, update, stale, Stop)).ETag;

        var refusal = await RefusalAsync(() => Service.UpdateTwinAsync(id, update with { Desired = Parse("""{"a":2}""") }, stale, Stop));
        refusal.Code.ShouldBe(HubErrorCode.PreconditionFailed);
        (await Service.GetTwinAsync(id, Stop)).ShouldNotBeNull().Desired.Find("a")!.Value.GetInt32().ShouldBe(1);

        fresh.ShouldNotBe(stale);
        await Service.UpdateTwinAsync(id, update, fresh, Stop);
        await Service.UpdateTwinAsync(id, update, default, Stop);
        await Service.UpdateTwinAsync(id, update, ETag.Any, Stop);
    }

    [Fact]
    public async Task An_unknown_devices_twin_cannot_be_patched()
    {
        var refusal = await RefusalAsync(() => PatchDesiredAsync(NewId(), "{}"));

        refusal.Code.ShouldBe(HubErrorCode.DeviceNotFound);
    }

    [Fact]
    public async Task A_patch_that_breaks_a_limit_is_refused_and_names_the_place()
    {
        var id = await RegisterAsync();
        var tooLong = """{"outer":{"text":"LONG"}}""".Replace("LONG", new string('x', 4097), StringComparison.Ordinal);

        var refusal = await RefusalAsync(() => PatchDesiredAsync(id, tooLong));

        refusal.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        refusal.Message.ShouldContain("outer.text");
    }

    [Fact]
    public async Task A_query_is_read_page_by_page_and_every_row_comes_once()
    {
        var mark = NewId();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await RegisterAsync());
            var tag = new TwinUpdate { Tags = Parse($$"""{"mark":"{{mark}}"}""") };
            await Service.UpdateTwinAsync(ids[i], tag, cancellationToken: Stop);
        }

        var query = $"SELECT * FROM devices WHERE tags.mark = '{mark}'";
        List<string?> found = [];
        string? continuation = null;
        do
        {
            var page = await Service.QueryAsync(query, 2, continuation, Stop);
            page.Items.Count.ShouldBeLessThanOrEqualTo(2);
            found.AddRange(page.Items.Select(row => row.GetProperty("deviceId").GetString()));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        found.Order().ShouldBe(ids.Order());
    }

    [Fact]
    public async Task A_query_without_rows_is_one_empty_page()
    {
        var page = await Service.QueryAsync($"SELECT * FROM devices WHERE deviceId = '{NewId()}'", cancellationToken: Stop);

        page.Items.ShouldBeEmpty();
        page.Continuation.ShouldBeNull();
    }

    [Fact]
    public async Task An_invalid_query_is_refused_with_line_and_column()
    {
        var refusal = await RefusalAsync(() => Service.QueryAsync("SELECT *\nFROM devices WHERE =", cancellationToken: Stop));

        refusal.Message.ShouldContain("line 2, column 20", Case.Insensitive);
        refusal.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_page_size_outside_its_range_is_refused()
    {
        await ArgumentRefusalAsync(() => Service.QueryAsync("SELECT * FROM devices", 0, cancellationToken: Stop));
        await ArgumentRefusalAsync(() => Service.QueryAsync("SELECT * FROM devices", 101, cancellationToken: Stop));
    }

    [Fact]
    public async Task What_is_cancelled_already_is_not_done()
    {
        var id = await RegisterAsync();
        var cancelled = new CancellationToken(canceled: true);
        var update = new TwinUpdate { Desired = Parse("""{"a":1}""") };

        await Should.ThrowAsync<OperationCanceledException>(() => Service.InvokeMethodAsync(id, Call("m"), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Service.GetTwinAsync(id, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Service.UpdateTwinAsync(id, update, cancellationToken: cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Service.QueryAsync("SELECT * FROM devices", cancellationToken: cancelled));

        (await Service.GetTwinAsync(id, Stop)).ShouldNotBeNull().Desired.Find("a").ShouldBeNull();
    }
}
