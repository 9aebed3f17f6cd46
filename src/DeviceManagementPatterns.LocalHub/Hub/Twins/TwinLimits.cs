using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>What a twin may hold: "Azure IoT Hub device twins", limits.</summary>
internal static class TwinLimits
{
    public const int MaxDepth = 10;
    public const int MaxKeyBytes = 1024;
    public const int MaxStringBytes = 4096;
    public const long MinInteger = -4503599627370496;
    public const long MaxInteger = 4503599627370495;
    private const int MaxTagsBytes = 8 * 1024;
    private const int MaxPropertiesBytes = 32 * 1024;

    /// <summary>The part's path in a twin.</summary>
    public static string PathOf(TwinPart part) => part switch
    {
        TwinPart.Tags => "tags",
        TwinPart.Desired => "properties.desired",
        _ => "properties.reported",
    };

    /// <summary>Refuses a write that makes a part larger than it may be. One that leaves it as large, or shrinks it, passes.</summary>
    public static void CheckGrowth(TwinPart part, int before, int after)
    {
        var limit = part == TwinPart.Tags ? MaxTagsBytes : MaxPropertiesBytes;
        if (after > limit && after > before)
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, string.Create(
                CultureInfo.InvariantCulture,
                $"'{PathOf(part)}' would grow from {before} to {after} bytes; at most {limit} are allowed."));
        }
    }
}
