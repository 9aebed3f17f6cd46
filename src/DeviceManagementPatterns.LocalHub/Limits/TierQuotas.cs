namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>What a tier has in numbers, and what it lacks (Azure IoT Hub, "Choose the right IoT Hub tier and size").</summary>
internal static class TierQuotas
{
    public const int MethodMeterBytes = 4096;
    private const int MaxIdentities = 1_000_000;

    public static int MaxUnits(HubTier tier) => tier switch
    {
        HubTier.Free => 1,
        HubTier.S3 or HubTier.B3 => 10,
        _ => 200,
    };

    /// <summary>Devices and modules together.</summary>
    public static int MaxIdentitiesOf(HubTier? tier) => tier is null ? int.MaxValue : MaxIdentities;

    public static int MaxDevicesOf(HubTier? tier) => tier switch
    {
        null => int.MaxValue,
        HubTier.Free => 500,
        _ => MaxIdentities,
    };

    public static int MaxConfigurationsOf(HubTier? tier) => tier == HubTier.Free ? 10 : 100;

    /// <summary>Null for any number.</summary>
    public static int? MaxActiveJobsOf(HubTier? tier) => tier switch
    {
        null => null,
        HubTier.S2 or HubTier.B2 => 5,
        HubTier.S3 or HubTier.B3 => 10,
        _ => 1,
    };

    public static long DailyMessages(HubTier tier, int units) => tier switch
    {
        HubTier.Free => 8_000,
        HubTier.S2 or HubTier.B2 => 6_000_000L * units,
        HubTier.S3 or HubTier.B3 => 300_000_000L * units,
        _ => 400_000L * units,
    };

    /// <summary>How large a message may be to count as one.</summary>
    public static int MessageBytes(HubTier tier) => tier == HubTier.Free ? 512 : 4096;

    /// <summary>Whether what a meter counts counts as messages of the day too.</summary>
    public static bool IsMessage(HubMeter meter) => meter is
        HubMeter.DeviceToCloudSends or HubMeter.CloudToDeviceSends or HubMeter.DirectMethods or HubMeter.TwinReads
        or HubMeter.TwinUpdates or HubMeter.Queries;

    public static bool Offers(HubTier tier, HubMeter meter) =>
        tier is not (HubTier.B1 or HubTier.B2 or HubTier.B3)
        || meter is HubMeter.IdentityOperations or HubMeter.Connections or HubMeter.DeviceToCloudSends or HubMeter.Queries;
}
