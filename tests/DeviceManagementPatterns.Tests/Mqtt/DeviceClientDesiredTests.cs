using System.Text.Json.Nodes;
using DeviceManagementPatterns.Tests.Fixtures;

namespace DeviceManagementPatterns.Tests.Mqtt;

public sealed class DeviceClientDesiredTests : DeviceClientTestBase
{
    [Fact]
    public async Task The_current_section_comes_first_then_each_change_of_it()
    {
        SetDesired(1, """{"fan":"on"}""");
        var (client, connection) = await OpenAsync();
        await using var desired = client.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);

        (await NextAsync(desired)).ShouldBe("""1 {"fan":"on"}""");
        SetDesired(2, """{"fan":"off"}""");
        await NotifyAsync(connection, 2);

        (await NextAsync(desired)).ShouldBe("""2 {"fan":"off"}""");
    }

    [Fact]
    public async Task What_a_back_end_replaced_is_seen_whole_though_it_arrives_like_a_patch()
    {
        SetDesired(1, """{"a":1,"b":2}""");
        var (client, connection) = await OpenAsync();
        await using var desired = client.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);
        await NextAsync(desired);

        SetDesired(2, """{"b":3}""");
        await connection.SendAsync("$iothub/twin/PATCH/properties/desired/?$version=2", """{"b":3,"$version":2}""");

        (await NextAsync(desired)).ShouldBe("""2 {"b":3}""");
    }

    [Fact]
    public async Task It_subscribes_before_it_reads_and_old_news_are_ignored()
    {
        SetDesired(5, "{}");
        var (client, connection) = await OpenAsync();
        await using var desired = client.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);
        await NextAsync(desired);

        await connection.SeenAsync("subscribe $iothub/twin/PATCH/properties/desired/#", Stop);
        await connection.SeenAsync("$iothub/twin/GET", Stop);
        await NotifyAsync(connection, 4);
        await NotifyAsync(connection, 5);
        await client.UpdateReportedAsync(Json("{}"), Stop);

        connection.SeenSoFar().ShouldNotContain(seen => seen.StartsWith("$iothub/twin/GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_reconnect_it_subscribes_and_reads_again()
    {
        SetDesired(1, "{}");
        var (client, connection) = await OpenAsync();
        await using var desired = client.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);
        await NextAsync(desired);

        SetDesired(7, """{"changed":"meanwhile"}""");
        connection.Cut();

        (await NextAsync(desired)).ShouldBe("""7 {"changed":"meanwhile"}""");
        var next = await Hub.NextConnectionAsync(Stop);
        await next.SeenAsync("subscribe $iothub/twin/PATCH/properties/desired/#", Stop);
    }

    [Fact]
    public async Task A_section_that_did_not_change_is_not_told_again_and_versions_never_decrease()
    {
        SetDesired(7, "{}");
        var (client, connection) = await OpenAsync();
        await using var desired = client.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);
        await NextAsync(desired);

        connection.Cut();
        connection = await Hub.NextConnectionAsync(Stop);
        await connection.SeenAsync("$iothub/twin/GET", Stop);
        SetDesired(3, "{}");
        connection.Cut();
        connection = await Hub.NextConnectionAsync(Stop);
        await connection.SeenAsync("$iothub/twin/GET", Stop);
        SetDesired(8, "{}");
        await NotifyAsync(connection, 8);

        (await NextAsync(desired)).ShouldBe("8 {}");
    }

    [Fact]
    public async Task Each_watcher_gets_the_current_section_and_a_slow_one_only_the_newest()
    {
        SetDesired(1, "{}");
        var (client, connection) = await OpenAsync();
        await using var quick = client.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);
        await using var slow = client.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);
        (await NextAsync(quick)).ShouldBe("1 {}");
        (await NextAsync(slow)).ShouldBe("1 {}");

        foreach (var version in new[] { 2, 3, 4 })
        {
            SetDesired(version, "{}");
            await NotifyAsync(connection, version);
            (await NextAsync(quick)).ShouldBe($"{version} {{}}");
        }

        (await NextAsync(slow)).ShouldBe("4 {}");
    }

    [Fact]
    public async Task A_watcher_that_came_before_the_link_waits_for_it_and_ends_with_the_client()
    {
        var client = Client();
        await using var desired = client.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);
        var first = desired.MoveNextAsync();

        await client.OpenAsync(Stop);
        (await first).ShouldBeTrue();
        var last = desired.MoveNextAsync();
        await client.DisposeAsync();

        (await last).ShouldBeFalse();
    }

    [Fact]
    public async Task The_callers_token_ends_the_stream()
    {
        using var stop = new CancellationTokenSource();
        var (client, _) = await OpenAsync();
        await using var desired = client.WatchDesiredAsync(stop.Token).GetAsyncEnumerator(Stop);
        await NextAsync(desired);

        var next = desired.MoveNextAsync();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task A_read_that_is_refused_is_made_again()
    {
        var time = new WatchedTime();
        Hub.Manners.TwinRefusal = (429, "{}");
        var (client, _) = await OpenAsync(time);
        await using var desired = client.WatchDesiredAsync(Stop).GetAsyncEnumerator(Stop);

        var first = desired.MoveNextAsync();
        await time.WaitBeginsAsync(wait => wait > TimeSpan.FromSeconds(5) && wait <= TimeSpan.FromSeconds(10), Stop);
        Hub.Manners.TwinRefusal = null;
        time.Advance(TimeSpan.FromSeconds(10));

        (await first).ShouldBeTrue();
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<TwinSection> desired)
    {
        (await desired.MoveNextAsync()).ShouldBeTrue();
        return $"{desired.Current.Version} {desired.Current.Properties.GetRawText()}";
    }

    private static Task NotifyAsync(HubConnection connection, int version) =>
        connection.SendAsync($"$iothub/twin/PATCH/properties/desired/?$version={version}", $$"""{"$version":{{version}}}""");

    private void SetDesired(int version, string section)
    {
        var desired = JsonNode.Parse(section)!;
        desired["$version"] = version;
        Hub.Twin = new JsonObject { ["desired"] = desired, ["reported"] = new JsonObject { ["$version"] = 1 } }.ToJsonString();
    }
}
