namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>Hears of every change of the jobs that a restart must not lose, in order.</summary>
internal interface IJobChanges
{
    /// <summary>The job is new or has changed.</summary>
    void Put(HubJob job);

    /// <summary>A device's part of a job is new or has changed.</summary>
    void Put(DeviceJob device);

    /// <summary>The job is forgotten, with its devices' parts.</summary>
    void Remove(HubJob job, int deviceCount);
}
