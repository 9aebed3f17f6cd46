namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>A back end in the hub's own process: the same promises as over REST, no socket.</summary>
internal sealed class InProcessServiceClient(HubRuntime hub, IQueryExecutor queries) : IServiceClient
{
    public Task<DirectMethodResult> InvokeMethodAsync(string deviceId, DirectMethodCall call, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException(hub.HostName);

    public Task<Twin?> GetTwinAsync(string deviceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Twin> UpdateTwinAsync(string deviceId, TwinUpdate update, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<QueryPage> QueryAsync(string query, int? pageSize = null, string? continuation = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(queries.Execute(query, pageSize, continuation));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
