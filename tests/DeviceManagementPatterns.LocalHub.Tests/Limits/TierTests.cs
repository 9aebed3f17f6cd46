using System.Globalization;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

public sealed class TierTests
{
    public static TheoryData<string, string> Rates => CaseFile.Read("rates.txt");

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_tier_has_its_rate(string question, string expected)
    {
        var words = question.Split(' ');

        var rate = TierRates.Of(Enum.Parse<HubMeter>(words[0]), Enum.Parse<HubTier>(words[1]), int.Parse(words[2], CultureInfo.InvariantCulture));

        rate.ToString().ShouldBe(expected);
    }

    [Fact]
    public void A_burst_is_at_least_one_period()
    {
        MeterRate.PerMinute(20).AmountIn(TimeSpan.FromSeconds(10)).ShouldBe(20);
        MeterRate.PerMinute(20).AmountIn(TimeSpan.FromSeconds(90)).ShouldBe(30);
        MeterRate.PerSecond(50).AmountIn(TimeSpan.Zero).ShouldBe(50);
        MeterRate.PerSecond(50).AmountIn(TimeSpan.FromSeconds(10)).ShouldBe(500);
        MeterRate.PerMinute(7).AmountIn(TimeSpan.FromSeconds(61)).ShouldBe(8);
    }

    [Theory]
    [InlineData(HubTier.Free, 1)]
    [InlineData(HubTier.S1, 1)]
    [InlineData(HubTier.S2, 5)]
    [InlineData(HubTier.S3, 10)]
    [InlineData(null, null)]
    public void A_tier_has_its_active_jobs(HubTier? tier, int? jobs) => TierQuotas.MaxActiveJobsOf(tier).ShouldBe(jobs);

    [Theory]
    [InlineData(HubTier.Free, 1, 8_000)]
    [InlineData(HubTier.S1, 2, 800_000)]
    [InlineData(HubTier.B2, 1, 6_000_000)]
    [InlineData(HubTier.S3, 10, 3_000_000_000)]
    public void A_tier_has_its_messages_of_the_day(HubTier tier, int units, long messages) =>
        TierQuotas.DailyMessages(tier, units).ShouldBe(messages);

    [Theory]
    [InlineData(HubTier.Free, 500, 10)]
    [InlineData(HubTier.S1, 1_000_000, 100)]
    [InlineData(null, int.MaxValue, 100)]
    public void A_tier_has_its_devices_and_configurations(HubTier? tier, int devices, int configurations) =>
        (TierQuotas.MaxDevicesOf(tier), TierQuotas.MaxConfigurationsOf(tier)).ShouldBe((devices, configurations));

    [Fact]
    public void A_basic_tier_has_the_registry_telemetry_and_queries_and_nothing_else()
    {
        foreach (var tier in new[] { HubTier.B1, HubTier.B2, HubTier.B3 })
        {
            Enum.GetValues<HubMeter>().Where(meter => TierQuotas.Offers(tier, meter)).ShouldBe(
                [HubMeter.IdentityOperations, HubMeter.Connections, HubMeter.DeviceToCloudSends, HubMeter.Queries]);
        }

        Enum.GetValues<HubMeter>().ShouldAllBe(meter => TierQuotas.Offers(HubTier.Free, meter));
    }

    [Fact]
    public void The_messages_of_a_day_are_renewed_at_midnight_UTC()
    {
        var quota = new DailyQuota(3);
        var evening = new DateTimeOffset(2026, 3, 1, 23, 59, 59, TimeSpan.Zero);

        quota.TryTake(2, evening).ShouldBeTrue();
        quota.TryTake(2, evening).ShouldBeFalse();
        quota.TryTake(1, evening).ShouldBeTrue();
        quota.TryTake(3, evening.ToOffset(TimeSpan.FromHours(5)).AddMilliseconds(999)).ShouldBeFalse();

        quota.TryTake(3, evening.AddSeconds(1)).ShouldBeTrue();
        quota.GiveBack(2, evening.AddSeconds(1));
        quota.UsedOn(evening.AddSeconds(1)).ShouldBe(1);
    }
}
