using CsCheck;
using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

public sealed class TrafficShaperTests
{
    private static readonly long Second = TimeSpan.FromSeconds(1).Ticks;

    [Fact]
    public void A_burst_is_served_at_once_and_the_next_waits_for_the_rate()
    {
        var shaper = Shaper(rate: 10, burst: 3);

        Enumerable.Range(0, 4).Select(_ => shaper.Ask(new ShaperTicket(1), 0))
            .ShouldBe([ShaperAnswer.Served, ShaperAnswer.Served, ShaperAnswer.Served, ShaperAnswer.Queued]);

        shaper.NextTurn.ShouldBe(Second / 10);
        shaper.Take(Second / 10 - 1).ShouldBeNull();
        shaper.Take(Second / 10)!.Value.IsServed.ShouldBeTrue();
    }

    [Fact]
    public void After_a_quiet_time_there_is_one_burst_again_and_no_more()
    {
        var shaper = Shaper(rate: 10, burst: 3, queue: 0);
        Serve(shaper, 3, at: 0);

        Enumerable.Range(0, 5).Count(_ => shaper.Ask(new ShaperTicket(1), 1000 * Second) == ShaperAnswer.Served).ShouldBe(3);
    }

    [Fact]
    public void Nobody_overtakes_one_who_waits()
    {
        var shaper = Shaper(rate: 10, burst: 5);
        Serve(shaper, 3, at: 0);
        var large = new ShaperTicket(4);
        var small = new ShaperTicket(1);

        shaper.Ask(large, 0).ShouldBe(ShaperAnswer.Queued);
        shaper.Ask(small, 0).ShouldBe(ShaperAnswer.Queued);

        shaper.Take(Second)!.Value.ShouldBe(new ShaperTurn(large, 2 * Second / 10, IsServed: true));
        shaper.Take(Second)!.Value.ShouldBe(new ShaperTurn(small, 3 * Second / 10, IsServed: true));
    }

    [Fact]
    public void A_full_queue_takes_no_more()
    {
        var shaper = Shaper(rate: 10, burst: 1, queue: 2);
        Serve(shaper, 1, at: 0);

        Enumerable.Range(0, 3).Select(_ => shaper.Ask(new ShaperTicket(1), 0))
            .ShouldBe([ShaperAnswer.Queued, ShaperAnswer.Queued, ShaperAnswer.Full]);
        shaper.Take(Second / 10).ShouldNotBeNull();
        shaper.Ask(new ShaperTicket(1), Second / 10).ShouldBe(ShaperAnswer.Queued);
    }

    [Fact]
    public void One_that_waits_too_long_leaves_at_that_moment_and_takes_nothing()
    {
        var shaper = Shaper(rate: 1, burst: 10, maxWait: TimeSpan.FromSeconds(3));
        Serve(shaper, 10, at: 0);
        var large = new ShaperTicket(9);
        var small = new ShaperTicket(2);
        shaper.Ask(large, 0);
        shaper.Ask(small, Second);

        shaper.Take(3 * Second)!.Value.ShouldBe(new ShaperTurn(large, 3 * Second, IsServed: false));
        shaper.Take(3 * Second)!.Value.ShouldBe(new ShaperTurn(small, 3 * Second, IsServed: true));
    }

    [Fact]
    public void One_that_is_withdrawn_frees_its_place_and_those_behind_move_up()
    {
        var shaper = Shaper(rate: 10, burst: 1, queue: 2);
        Serve(shaper, 1, at: 0);
        var first = new ShaperTicket(1);
        var second = new ShaperTicket(1);
        shaper.Ask(first, 0);
        shaper.Ask(second, 0);

        shaper.Withdraw(first).ShouldBeTrue();
        shaper.Withdraw(first).ShouldBeFalse();

        shaper.Ask(new ShaperTicket(1), 0).ShouldBe(ShaperAnswer.Queued);
        shaper.Take(Second / 10)!.Value.Ticket.ShouldBeSameAs(second);
    }

    [Fact]
    public void More_than_the_burst_takes_the_burst()
    {
        var shaper = Shaper(rate: 10, burst: 5);

        shaper.Ask(new ShaperTicket(50), 0).ShouldBe(ShaperAnswer.Served);
        shaper.Ask(new ShaperTicket(50), 0).ShouldBe(ShaperAnswer.Queued);

        shaper.NextTurn.ShouldBe(Second / 2);
    }

    [Fact]
    public void It_tells_how_long_its_queue_takes()
    {
        var shaper = Shaper(rate: 10, burst: 5);
        Serve(shaper, 5, at: 0);
        shaper.Ask(new ShaperTicket(2), 0);
        shaper.Ask(new ShaperTicket(3), 0);

        shaper.TicksToDrain.ShouldBe(Second / 2);
    }

    [Fact]
    public void Whatever_comes_no_window_gets_more_than_burst_and_rate_and_none_is_lost_or_overtaken() =>
        RandomTraffic.Sample(
            traffic =>
            {
                var run = ShaperRun.Of(traffic);
                run.Unanswered.ShouldBeEmpty();
                run.ServedOrder.ShouldBe(run.ServedOrder.Order());
                run.MaxExcess.ShouldBeLessThanOrEqualTo(0);
                run.LongestWait.ShouldBeLessThanOrEqualTo(traffic.MaxWait.Ticks);
                run.MostWaiting.ShouldBeLessThanOrEqualTo(traffic.QueueLength);
                run.IdleWhileSomeoneWaits.ShouldBeFalse();
            },
            iter: 2000);

    private static Gen<Traffic> RandomTraffic =>
        from amount in Gen.Int[1, 50]
        from perMinute in Gen.Bool
        from burst in Gen.Int[1, 30]
        from queue in Gen.Int[0, 10]
        from wait in Gen.Int[1, 20_000]
        from steps in Gen.Select(Gen.Int[0, 3_000], Gen.Int[1, 5], Gen.Int[0, 9]).Array[1, 60]
        select new Traffic(
            perMinute ? MeterRate.PerMinute(amount) : MeterRate.PerSecond(amount), burst, queue, TimeSpan.FromMilliseconds(wait), steps);

    private static TrafficShaper Shaper(int rate, long burst, int queue = 100, TimeSpan? maxWait = null) =>
        new(new ShaperSettings(MeterRate.PerSecond(rate), burst, queue, maxWait ?? TimeSpan.FromSeconds(10)), now: 0);

    private static void Serve(TrafficShaper shaper, int count, long at)
    {
        for (var i = 0; i < count; i++)
        {
            shaper.Ask(new ShaperTicket(1), at).ShouldBe(ShaperAnswer.Served);
        }
    }
}
