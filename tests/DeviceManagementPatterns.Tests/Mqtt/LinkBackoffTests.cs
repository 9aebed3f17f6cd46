using DeviceManagementPatterns.Mqtt;

namespace DeviceManagementPatterns.Tests.Mqtt;

public sealed class LinkBackoffTests
{
    private readonly IotHubDeviceOptions _options = new();

    [Theory]
    [InlineData(0, 1.0, 0.1)]
    [InlineData(3, 0.5, 0.4)]
    [InlineData(7, 1.0, 10)]
    [InlineData(5000, 1.0, 10)]
    [InlineData(4, 0.0, 0.001)]
    public void A_lost_link_is_tried_again_after_a_random_part_of_a_doubling_pause(int failures, double random, double seconds) =>
        LinkBackoff.DelayBefore(failures, wasRefused: false, _options, random).TotalSeconds.ShouldBe(seconds, 1e-9);

    [Theory]
    [InlineData(0, 0.0, 5)]
    [InlineData(0, 1.0, 10)]
    [InlineData(2, 1.0, 40)]
    [InlineData(9, 0.0, 30)]
    [InlineData(9, 1.0, 60)]
    public void A_refusal_is_tried_again_slowly(int failures, double random, double seconds) =>
        LinkBackoff.DelayBefore(failures, wasRefused: true, _options, random).TotalSeconds.ShouldBe(seconds, 1e-9);
}
