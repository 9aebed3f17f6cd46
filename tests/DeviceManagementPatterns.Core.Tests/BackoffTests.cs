namespace DeviceManagementPatterns.Tests;

public sealed class BackoffTests
{
    [Fact]
    public void The_ceiling_doubles_up_to_the_longest()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), () => 1);

        var delays = Enumerable.Range(0, 6).Select(attempt => backoff.DelayBefore(attempt).TotalMilliseconds);

        delays.ShouldBe([100, 200, 400, 800, 1000, 1000]);
    }

    [Fact]
    public void The_jitter_is_full() =>
        new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), () => 0).DelayBefore(5).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void A_million_attempts_do_not_overflow() =>
        new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), () => 1).DelayBefore(1_000_000).ShouldBe(TimeSpan.FromSeconds(1));
}
