namespace DeviceManagementPatterns.LocalHub.Runtime.Telemetry;

/// <summary>Where a reader stands, and whose messages it wants.</summary>
/// <param name="After">The number of the last message read; 0 for all.</param>
/// <param name="DeviceId">The device, with its modules; null for all.</param>
internal readonly record struct TelemetryCursor(long After, string? DeviceId)
{
    public bool Takes(TelemetryMessage message) => DeviceId is null || DeviceId == message.From.DeviceId;
}
