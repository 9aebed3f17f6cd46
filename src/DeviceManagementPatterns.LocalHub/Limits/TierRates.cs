namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>The rates of a hub, by tier and units (Azure IoT Hub, "Quotas and throttling", operation throttles).</summary>
internal static class TierRates
{
    private const int UnitsOfFourKilobytesInAMegabyte = 256;

    public static MeterRate Of(HubMeter meter, HubTier tier, int units) => meter switch
    {
        HubMeter.IdentityOperations or HubMeter.CloudToDeviceSends or HubMeter.JobOperations =>
            MeterRate.PerMinute(units * BySize(tier, 100, 100, 5000)),
        HubMeter.Connections or HubMeter.DeviceToCloudSends =>
            MeterRate.PerSecond(BySize(tier, Math.Max(100, 12 * units), 120 * units, 6000 * units)),
        HubMeter.DirectMethods =>
            MeterRate.PerSecond(units * BySize(tier, 40, 120, 24 * UnitsOfFourKilobytesInAMegabyte)),
        HubMeter.Queries => MeterRate.PerMinute(units * BySize(tier, 20, 20, 1000)),
        HubMeter.TwinReads => MeterRate.PerSecond(BySize(tier, 100, Math.Max(100, 10 * units), 500 * units)),
        HubMeter.TwinUpdates => MeterRate.PerSecond(BySize(tier, 50, Math.Max(50, 5 * units), 250 * units)),
        HubMeter.JobDeviceOperations => MeterRate.PerSecond(BySize(tier, 10, Math.Max(10, units), 50 * units)),
        HubMeter.Configurations => MeterRate.PerMinute(20 * units),
        _ => throw new ArgumentOutOfRangeException(nameof(meter), meter, "There is no such meter."),
    };

    private static int BySize(HubTier tier, int first, int second, int third) => tier switch
    {
        HubTier.S2 or HubTier.B2 => second,
        HubTier.S3 or HubTier.B3 => third,
        _ => first,
    };
}
