namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>What has gone through a meter since the hub started.</summary>
/// <param name="Served">Requests that went on, at once or later.</param>
/// <param name="Queued">Requests that had to wait.</param>
/// <param name="Refused">Requests that were refused.</param>
internal readonly record struct MeterCounts(long Served, long Queued, long Refused);
