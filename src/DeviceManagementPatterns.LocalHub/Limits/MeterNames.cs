namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>Meters as people and <c>/$localhub</c> read them.</summary>
internal static class MeterNames
{
    public static string Of(HubMeter meter)
    {
        var name = meter.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
