namespace DeviceManagementPatterns.LocalHub;

/// <summary>A piece of what devices have sent.</summary>
/// <param name="Messages">Oldest first.</param>
/// <param name="Overwritten">How many messages, of whatever device, have gone before they were read: the buffer holds the latest ones only.</param>
/// <param name="Next">Where to go on: the next call's <c>after</c>.</param>
public sealed record TelemetryPage(IReadOnlyList<DeviceToCloudMessage> Messages, long Overwritten, long Next);
