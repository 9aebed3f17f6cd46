namespace DeviceManagementPatterns.LocalHub.InProcess;

internal sealed class NoQueries : IQueryExecutor
{
    public QueryPage Execute(string query, int? pageSize, string? continuation) =>
        throw new HubException(HubErrorCode.InvalidOperation, "Not yet.");
}
