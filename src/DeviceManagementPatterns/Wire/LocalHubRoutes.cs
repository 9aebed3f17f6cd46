using System.Globalization;

namespace DeviceManagementPatterns.Wire;

/// <summary>Paths that a local hub has and no hub in the cloud does.</summary>
internal static class LocalHubRoutes
{
    public const string Root = "/$localhub";
    public const string MessagesTemplate = Root + "/devices/{deviceId}/messages";
    public const string FeedbackTemplate = Root + "/feedback";
    public const string TelemetryTemplate = Root + "/telemetry";
    public const string TelemetryStreamTemplate = TelemetryTemplate + "/stream";

    public static string Messages(string deviceId) => $"{Root}/devices/{Uri.EscapeDataString(deviceId)}/messages";

    /// <param name="after">The sequence number of the last message read; 0 for all.</param>
    /// <param name="deviceId">Whose messages; null for all.</param>
    /// <param name="wait">How many seconds to wait where there is nothing.</param>
    public static string Telemetry(long after, string? deviceId, int wait) => string.Create(
        CultureInfo.InvariantCulture,
        $"{TelemetryTemplate}?after={after}&wait={wait}{(deviceId is null ? "" : $"&device={Uri.EscapeDataString(deviceId)}")}");
}
