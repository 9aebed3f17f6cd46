using DeviceManagementPatterns.Http;

namespace DeviceManagementPatterns.Tests.Http;

public sealed class RetryRuleTests
{
    private readonly IotHubServiceOptions _options = new();

    [Theory]
    [InlineData(0, 1.0, 0.2)]
    [InlineData(1, 1.0, 0.4)]
    [InlineData(3, 0.5, 0.8)]
    [InlineData(20, 1.0, 60)]
    [InlineData(2000, 0.25, 15)]
    [InlineData(5, 0.0, 0)]
    public void A_pause_doubles_to_its_limit_and_a_random_part_of_it_is_waited(int attempt, double random, double seconds) =>
        RetryRule.DelayBefore(new HubException(HubErrorCode.Network, ""), attempt, _options, random).TotalSeconds.ShouldBe(seconds, 1e-9);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 20)]
    [InlineData(3, 60)]
    public void A_throttled_call_waits_longer(int attempt, double seconds) =>
        RetryRule.DelayBefore(new HubException(HubErrorCode.ThrottlingException, ""), attempt, _options, 1).TotalSeconds.ShouldBe(seconds, 1e-9);

    [Fact]
    public void The_hubs_own_word_counts_more() =>
        RetryRule.DelayBefore(
            new HubException(HubErrorCode.ThrottlingException, "") { RetryAfter = TimeSpan.FromSeconds(3) }, 4, _options, 0)
            .ShouldBe(TimeSpan.FromSeconds(3));
}
