namespace DeviceManagementPatterns.LocalHub.Runtime.Telemetry;

/// <summary>What a reader gets at once.</summary>
/// <param name="Messages">Oldest first.</param>
/// <param name="Overwritten">How many messages, of whatever device, have gone unread before them.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="IsEnd">True where nothing comes any more.</param>
internal sealed record TelemetrySlice(IReadOnlyList<TelemetryMessage> Messages, long Overwritten, long Next, bool IsEnd);
