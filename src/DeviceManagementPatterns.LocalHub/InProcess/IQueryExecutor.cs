namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>Runs a query over the hub's twins.</summary>
internal interface IQueryExecutor
{
    /// <exception cref="HubException">The query, the page size or the continuation is not valid.</exception>
    QueryPage Execute(string query, int? pageSize, string? continuation);
}
