namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>Which jobs a list is about. Null and empty select all; case does not count.</summary>
internal sealed record JobFilter(string? Type, string? Status)
{
    /// <exception cref="HubException">A word is no type or status of a job.</exception>
    public void Check()
    {
        if (!string.IsNullOrEmpty(Type) && !JobWords.IsType(Type))
        {
            throw new HubException(
                HubErrorCode.ArgumentInvalid, $"jobType '{Type}' is none: take {JobWords.DeviceMethod} or {JobWords.UpdateTwin}.");
        }

        if (!string.IsNullOrEmpty(Status) && !JobWords.IsStatus(Status))
        {
            throw new HubException(
                HubErrorCode.ArgumentInvalid,
                $"jobStatus '{Status}' is none: take queued, scheduled, running, completed, failed or cancelled.");
        }
    }

    public bool Selects(HubJob job) => Matches(Type, JobWords.Of(job.Type)) && Matches(Status, JobWords.Of(job.Status));

    private static bool Matches(string? wanted, string word) =>
        string.IsNullOrEmpty(wanted) || wanted.Equals(word, StringComparison.OrdinalIgnoreCase);
}
