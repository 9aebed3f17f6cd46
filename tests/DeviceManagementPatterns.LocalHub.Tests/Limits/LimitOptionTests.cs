namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

public sealed class LimitOptionTests
{
    public static TheoryData<Action<LocalHubOptions>, string> Invalid => new()
    {
        { options => options.Units = 2, "Units is 2 without a Tier: name a tier (dmp hub --tier), or leave it at 1." },
        { options => (options.Tier, options.Units) = (HubTier.Free, 2), "Units is 2: tier Free has 1 to 1." },
        { options => (options.Tier, options.Units) = (HubTier.S3, 11), "Units is 11: tier S3 has 1 to 10." },
        { options => (options.Tier, options.Units) = (HubTier.S1, 0), "Units is 0: tier S1 has 1 to 200." },
        { options => options.Tier = (HubTier)99, "Tier is 99: take one of Free, S1, S2, S3, B1, B2, B3, or null for none." },
        { options => options.Throttling.Burst = TimeSpan.FromSeconds(-1), "Throttling.Burst is -00:00:01: give 00:00:00 to 01:00:00." },
        { options => options.Throttling.MaxWait = TimeSpan.Zero, "Throttling.MaxWait is 00:00:00: give 00:00:00.0010000 to 01:00:00." },
        { options => options.Throttling.QueueLength = -1, "Throttling.QueueLength is -1: give 0 to 100000." },
        { options => options.Throttling.MaxMethodsPerDevice = 0, "Throttling.MaxMethodsPerDevice is 0: give 1 or more, or null for any number." },
    };

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public async Task An_option_that_cannot_be_is_refused_with_its_name_its_value_and_the_fix(Action<LocalHubOptions> change, string message)
    {
        var options = new LocalHubOptions();
        change(options);

        (await Should.ThrowAsync<ArgumentException>(() => LocalIotHub.StartAsync(options, TestContext.Current.CancellationToken)))
            .Message.ShouldBe(message);
    }

    [Fact]
    public async Task The_hub_tells_its_tier_its_units_and_its_meters()
    {
        await using var hub = await RunningHub.StartAsync(configure: options => (options.Tier, options.Units) = (HubTier.S2, 3));

        var about = (await hub.Rest().GetAsync("/$localhub")).Json;

        (about.GetProperty("tier").GetString(), about.GetProperty("units").GetInt32()).ShouldBe(("S2", 3));
        about.GetProperty("dailyMessages").GetRawText().ShouldBe("""{"quota":18000000,"used":0}""");
        about.GetProperty("meters").GetProperty("deviceToCloudSends").GetRawText()
            .ShouldBe("""{"rate":"360 per second","burst":3600,"served":0,"queued":0,"refused":0}""");
        about.GetProperty("meters").EnumerateObject().Count().ShouldBe(11);
    }
}
