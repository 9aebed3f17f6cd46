using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>How the hub refuses what is asked about jobs, and how a device's part of one fails.</summary>
internal static class JobRefusals
{
    public static HubException NotFound(string jobId) => new(HubErrorCode.JobNotFound, $"There is no job '{jobId}'.");

    public static HubException Exists(string jobId) => new(
        HubErrorCode.JobAlreadyExists, $"The job id '{jobId}' is taken; a job keeps its id for 30 days after its end. Choose another one.");

    public static HubException TooMany(int limit) => new(
        HubErrorCode.ThrottlingMaxActiveJobCountExceeded,
        string.Create(CultureInfo.InvariantCulture, $"The hub may have {limit} active jobs and has as many. Wait for one to end, or cancel it."));

    public static HubException IsOver(HubJob job) => new(
        HubErrorCode.InvalidOperation, $"The job '{job.Id}' is {JobWords.Of(job.Status)}; only a job that is not over can be cancelled.");

    public static HubException NeverOnline(TimeSpan maxExecutionTime) => new(HubErrorCode.DeviceNotOnline, Late(
        "The device could not be reached", maxExecutionTime));

    public static HubException NoAnswer(TimeSpan maxExecutionTime) => new(HubErrorCode.GatewayTimeout, Late(
        "The device had not answered", maxExecutionTime));

    public static HubException Interrupted() => new(
        HubErrorCode.GatewayTimeout,
        "The hub stopped while it was calling the device, so it is not known whether the device acted; it is not called again.")
    {
        IsOutcomeUnknown = true,
    };

    private static string Late(string what, TimeSpan maxExecutionTime) => string.Create(
        CultureInfo.InvariantCulture, $"{what} when the job's maximum execution time of {maxExecutionTime.TotalSeconds} s was over.");
}
