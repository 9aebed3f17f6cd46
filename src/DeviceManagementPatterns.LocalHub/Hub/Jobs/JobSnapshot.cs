namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>A job with its numbers, both at the same moment.</summary>
internal sealed record JobSnapshot(HubJob Job, JobStatistics Statistics);
