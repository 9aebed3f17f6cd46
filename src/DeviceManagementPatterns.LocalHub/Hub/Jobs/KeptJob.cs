namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>A job as an earlier run has left it.</summary>
internal sealed record KeptJob(HubJob Job, DeviceJob[] Devices);
