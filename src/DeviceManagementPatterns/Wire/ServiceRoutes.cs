using System.Globalization;

namespace DeviceManagementPatterns.Wire;

/// <summary>Paths of the service's REST interface, as a client writes them and as a hub routes them.</summary>
internal static class ServiceRoutes
{
    public const string DeviceTemplate = "/devices/{deviceId}";
    public const string DevicesTemplate = "/devices";
    public const string CommandsTemplate = "/devices/{deviceId}/commands";
    public const string TwinTemplate = "/twins/{deviceId}";
    public const string MethodsTemplate = "/twins/{deviceId}/methods";
    public const string QueryTemplate = "/devices/query";
    public const string JobTemplate = "/jobs/v2/{jobId}";
    public const string JobCancelTemplate = "/jobs/v2/{jobId}/cancel";
    public const string JobQueryTemplate = "/jobs/v2/query";
    public const string ConfigurationTemplate = "/configurations/{configurationId}";
    public const string ConfigurationsTemplate = "/configurations";
    public const string ConfigurationTestTemplate = "/configurations/testQueries";
    public const string ApplyContentTemplate = "/devices/{deviceId}/applyConfigurationContent";
    public const string DeviceStatisticsTemplate = "/statistics/devices";
    public const string ServiceStatisticsTemplate = "/statistics/service";

    private const string Version = "?api-version=" + WireNames.ApiVersion;

    public static string Query => QueryTemplate + Version;

    public static string Device(string deviceId) => $"/devices/{Uri.EscapeDataString(deviceId)}{Version}";

    public static string Devices(int top) => string.Create(CultureInfo.InvariantCulture, $"/devices{Version}&top={top}");

    public static string Twin(string deviceId) => $"/twins/{Uri.EscapeDataString(deviceId)}{Version}";

    public static string Methods(string deviceId) => $"/twins/{Uri.EscapeDataString(deviceId)}/methods{Version}";
}
