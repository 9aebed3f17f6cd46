using DeviceManagementPatterns.LocalHub.Limits;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

public sealed class MeterTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));
    private readonly LogRecorder _log = new();
    private readonly Meter _meter;

    public MeterTests() => _meter = Make(new ShaperSettings(MeterRate.PerSecond(10), Burst: 2, QueueLength: 3, TimeSpan.FromSeconds(10)));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _meter.Dispose();

    [Fact]
    public async Task The_queue_is_served_at_the_rate_in_its_order()
    {
        var calls = Ask(_meter, 5);
        calls.Select(call => call.IsCompletedSuccessfully).ShouldBe([true, true, false, false, false]);

        for (var served = 3; served <= 5; served++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(99));
            _meter.Counts.Served.ShouldBe(served - 1);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await calls[served - 1].WaitAsync(Patience, Stop);
        }

        _meter.Counts.ShouldBe(new MeterCounts(Served: 5, Queued: 3, Refused: 0));
    }

    [Fact]
    public async Task One_more_than_the_queue_holds_is_refused_with_429002()
    {
        var calls = Ask(_meter, 6);

        (await Should.ThrowAsync<HubException>(() => calls[5])).Code.ShouldBe(HubErrorCode.ThrottleBacklogLimitExceeded);
        _meter.Counts.ShouldBe(new MeterCounts(Served: 2, Queued: 3, Refused: 1));
    }

    [Fact]
    public async Task One_that_waited_too_long_is_refused_with_429003()
    {
        using var meter = Make(new ShaperSettings(MeterRate.PerMinute(2), Burst: 1, QueueLength: 3, TimeSpan.FromSeconds(10)));
        var calls = Ask(meter, 2);

        _time.Advance(TimeSpan.FromSeconds(9.999));
        meter.Counts.Refused.ShouldBe(0);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await Should.ThrowAsync<HubException>(() => calls[1])).Code.ShouldBe(HubErrorCode.ThrottlingBacklogTimeout);
        meter.Counts.ShouldBe(new MeterCounts(Served: 1, Queued: 1, Refused: 1));
    }

    [Fact]
    public async Task Where_none_may_wait_it_is_429001()
    {
        using var meter = Make(new ShaperSettings(MeterRate.PerSecond(10), Burst: 1, QueueLength: 0, TimeSpan.FromSeconds(10)));

        var refused = await Should.ThrowAsync<HubException>(() => Ask(meter, 2)[1]);

        refused.Code.ShouldBe(HubErrorCode.ThrottlingException);
        refused.Message.ShouldBe(
            "The request is throttled: queries may be 10 per second, and none may wait. Slow down and try again later, take more units or another tier.");
    }

    [Fact]
    public async Task Cancelling_frees_the_place_for_another()
    {
        Ask(_meter, 3);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var cancelled = _meter.AdmitAsync(1, impatient.Token).AsTask();
        var last = Ask(_meter, 1)[0];

        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        Ask(_meter, 1)[0].IsFaulted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await last.WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task When_a_large_one_gives_up_a_small_one_behind_it_goes_at_once()
    {
        using var meter = Make(new ShaperSettings(MeterRate.PerSecond(1), Burst: 10, QueueLength: 3, TimeSpan.FromSeconds(10)));
        await meter.AdmitAsync(7, Stop);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var large = meter.AdmitAsync(9, impatient.Token).AsTask();
        var small = meter.AdmitAsync(3, Stop).AsTask();

        await impatient.CancelAsync();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await small.WaitAsync(Patience, Stop);
        await Should.ThrowAsync<OperationCanceledException>(() => large);
    }

    [Fact]
    public void A_token_that_is_cancelled_already_takes_nothing()
    {
        Should.Throw<OperationCanceledException>(() => _meter.AdmitAsync(1, new CancellationToken(canceled: true)).AsTask().GetAwaiter().GetResult());

        Ask(_meter, 2).ShouldAllBe(call => call.IsCompletedSuccessfully);
    }

    [Fact]
    public void The_log_tells_once_when_throttling_begins_and_once_when_it_has_ended()
    {
        for (var second = 0; second < 30; second++)
        {
            Ask(_meter, 12);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _log.Messages.Count().ShouldBe(1);
        _log.Messages.First().ShouldBe(
            "Throttling begins: more queries than 10 per second. Requests wait, then get 429. Take more units or another tier (dmp hub --units, --tier), or none.");

        _time.Advance(TimeSpan.FromSeconds(20));
        _log.Messages.Skip(1).ShouldBe(["Throttling of queries has ended: 90 requests had to wait, 210 were refused."]);
    }

    [Fact]
    public async Task When_the_hub_stops_all_that_wait_are_told()
    {
        var calls = Ask(_meter, 3);

        _meter.Dispose();

        (await Should.ThrowAsync<HubException>(() => calls[2])).Code.ShouldBe(HubErrorCode.ServiceUnavailable);
        (await Should.ThrowAsync<HubException>(() => Ask(_meter, 1)[0])).Code.ShouldBe(HubErrorCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Many_threads_get_what_there_is_and_no_more()
    {
        using var meter = Make(new ShaperSettings(MeterRate.PerSecond(10), Burst: 50, QueueLength: 100, TimeSpan.FromSeconds(10)));

        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Ask(meter, 50), Stop)));

        var calls = asked.SelectMany(calls => calls).ToArray();
        calls.Count(call => call.IsCompletedSuccessfully).ShouldBe(50);
        calls.Count(call => call.IsFaulted).ShouldBe(250);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        meter.Counts.ShouldBe(new MeterCounts(Served: 149, Queued: 100, Refused: 250));
    }

    private static Task[] Ask(Meter meter, int count) => [.. Enumerable.Range(0, count).Select(_ => meter.AdmitAsync(1, Stop).AsTask())];

    private Meter Make(ShaperSettings settings) => new(HubMeter.Queries, settings, tellsRetryAfter: false, _time, _log);
}
