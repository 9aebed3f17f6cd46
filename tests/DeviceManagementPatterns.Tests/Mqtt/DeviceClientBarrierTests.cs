using System.Collections.Concurrent;
using DeviceManagementPatterns.Tests.Fixtures;

namespace DeviceManagementPatterns.Tests.Mqtt;

/// <summary>When a device may act after its reply.</summary>
public sealed class DeviceClientBarrierTests : DeviceClientTestBase
{
    private readonly ConcurrentQueue<ReplyOutcome> _outcomes = new();
    private readonly TaskCompletionSource<ReplyOutcome> _acted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task It_acts_once_the_hub_has_answered_a_twin_read_that_followed_the_reply()
    {
        Hub.Manners.AnswersTwinReads = false;
        var (_, connection) = await OpenWithRebootAsync();

        await connection.CallAsync("reboot", "1", "");
        await connection.SeenAsync("$iothub/methods/res/202", Stop);
        var read = await connection.SeenAsync("$iothub/twin/GET/", Stop);
        _outcomes.ShouldBeEmpty();
        await connection.SendAsync($"$iothub/twin/res/200/?{read.Split(' ')[0].Split('?')[1]}", "{}");

        (await _acted.Task.WaitAsync(Stop)).ShouldBe(ReplyOutcome.HandedOver);
    }

    [Fact]
    public async Task It_does_not_even_read_before_the_reply_is_acknowledged()
    {
        Hub.Manners.AcknowledgesPublishes = false;
        var (client, connection) = await OpenWithRebootAsync();

        await connection.CallAsync("reboot", "1", "");
        await connection.SeenAsync("$iothub/methods/res/202", Stop);
        await client.UpdateReportedAsync(Json("{}"), Stop);
        connection.SeenSoFar().ShouldNotContain(seen => seen.StartsWith("$iothub/twin/GET", StringComparison.Ordinal));
        _outcomes.ShouldBeEmpty();

        for (ushort packetId = 1; packetId < 20; packetId++)
        {
            await connection.AcknowledgeAsync(packetId);
        }

        (await _acted.Task.WaitAsync(Stop)).ShouldBe(ReplyOutcome.HandedOver);
    }

    [Fact]
    public async Task Even_a_refused_read_tells_that_the_hub_has_read_the_reply()
    {
        Hub.Manners.TwinRefusal = (429, "{}");
        var (_, connection) = await OpenWithRebootAsync();

        await connection.CallAsync("reboot", "1", "");

        (await _acted.Task.WaitAsync(Stop)).ShouldBe(ReplyOutcome.HandedOver);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_link_that_drops_in_between_leaves_it_unknown_and_it_acts_once(bool acknowledges, bool answersReads)
    {
        Hub.Manners.AcknowledgesPublishes = acknowledges;
        Hub.Manners.AnswersTwinReads = answersReads;
        var (client, connection) = await OpenWithRebootAsync();

        await connection.CallAsync("reboot", "1", "");
        await connection.SeenAsync("$iothub/methods/res/202", Stop);
        connection.Cut();
        var next = await Hub.NextConnectionAsync(Stop);

        (await _acted.Task.WaitAsync(Stop)).ShouldBe(ReplyOutcome.Unknown);
        await client.UpdateReportedAsync(Json("{}"), Stop);
        next.SeenSoFar().ShouldNotContain(seen => seen.StartsWith("$iothub/methods/res", StringComparison.Ordinal));
        _outcomes.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_reply_is_not_sent_on_another_connection_than_the_call_came_on()
    {
        var decided = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        var (client, connection) = await OpenWithRebootAsync(async () => { began.SetResult(); await decided.Task; });

        await connection.CallAsync("reboot", "1", "");
        await began.Task.WaitAsync(Stop);
        connection.Cut();
        var next = await Hub.NextConnectionAsync(Stop);
        decided.SetResult();

        (await _acted.Task.WaitAsync(Stop)).ShouldBe(ReplyOutcome.Unknown);
        await client.UpdateReportedAsync(Json("{}"), Stop);
        next.SeenSoFar().ShouldNotContain(seen => seen.StartsWith("$iothub/methods/res", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hub_that_answers_no_reads_leaves_it_unknown_after_the_operation_timeout()
    {
        var time = new WatchedTime();
        Hub.Manners.AnswersTwinReads = false;
        var (_, connection) = await OpenWithRebootAsync(time: time);

        await connection.CallAsync("reboot", "1", "");
        await connection.SeenAsync("$iothub/twin/GET", Stop);
        time.Advance(TimeSpan.FromSeconds(60));

        (await _acted.Task.WaitAsync(Stop)).ShouldBe(ReplyOutcome.Unknown);
    }

    [Fact]
    public async Task Disposing_while_the_reply_is_on_its_way_leaves_it_unknown()
    {
        Hub.Manners.AcknowledgesPublishes = false;
        var (client, connection) = await OpenWithRebootAsync();

        await connection.CallAsync("reboot", "1", "");
        await connection.SeenAsync("$iothub/methods/res/202", Stop);
        await client.DisposeAsync();

        _outcomes.ShouldBe([ReplyOutcome.Unknown]);
    }

    [Fact]
    public async Task What_fails_after_the_reply_is_logged_and_the_device_goes_on()
    {
        var (client, connection) = await OpenAsync();
        await client.AddMethodHandlerAsync("reboot", (_, _) => Task.FromResult(
            new DirectMethodResponse(202) { AfterReply = _ => { _acted.SetResult(default); throw new InvalidOperationException(); } }), Stop);

        await connection.CallAsync("reboot", "1", "");
        await _acted.Task.WaitAsync(Stop);
        await connection.CallAsync("reboot2", "2", "");

        await connection.SeenAsync("$iothub/methods/res/404", Stop);
        Log.Entries.ShouldContain(entry => entry.Id == 306);
    }

    private async Task<(IotHubDeviceClient Client, HubConnection Connection)> OpenWithRebootAsync(Func<Task>? decide = null, TimeProvider? time = null)
    {
        var (client, connection) = await OpenAsync(time);
        await client.AddMethodHandlerAsync("reboot", async (_, _) =>
        {
            await (decide?.Invoke() ?? Task.CompletedTask);
            return new DirectMethodResponse(202) { AfterReply = Act };
        }, Stop);
        return (client, connection);
    }

    private void Act(ReplyOutcome outcome)
    {
        _outcomes.Enqueue(outcome);
        _acted.TrySetResult(outcome);
    }
}
