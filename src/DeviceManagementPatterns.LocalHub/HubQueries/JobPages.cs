using System.Globalization;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Runtime.Jobs;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>Lists jobs page by page; the token names the last job that was handed out.</summary>
internal sealed class JobPages(JobScheduler jobs)
{
    /// <returns>The jobs, and the token of the next page; null on the last.</returns>
    /// <exception cref="HubException">The filter, the page size or the token is not valid.</exception>
    public (IReadOnlyList<JobSnapshot> Jobs, string? Continuation) Read(JobFilter filter, int? pageSize, string? continuation)
    {
        filter.Check();
        var size = pageSize switch
        {
            null => QueryLimits.DefaultPageSize,
            > 0 => Math.Min(pageSize.Value, QueryLimits.MaxPageSize),
            _ => throw new HubException(
                HubErrorCode.ArgumentInvalid, $"A page cannot have {pageSize} jobs; give a number from 1 to {QueryLimits.MaxPageSize}."),
        };
        var text = $"jobs {filter.Type} {filter.Status}".ToLowerInvariant();
        var start = string.IsNullOrEmpty(continuation) ? ContinuationToken.First : ContinuationToken.Decode(continuation, text, size);
        var after = start.Position is null ? 0 : long.Parse(start.Position, CultureInfo.InvariantCulture);
        var found = jobs.List(filter, after, size + 1);
        if (found.Count <= size)
        {
            return (found, null);
        }

        var last = found[size - 1].Job.Sequence.ToString(CultureInfo.InvariantCulture);
        return ([.. found.Take(size)], new ContinuationToken(start.Delivered + size, last).Encode(text, size));
    }
}
