using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>A back end in the hub's own process: the same promises as over REST, no socket.</summary>
internal sealed class InProcessServiceClient(HubRuntime hub, IQueryExecutor queries) : IServiceClient
{
    public async Task<DirectMethodResult> InvokeMethodAsync(string deviceId, DirectMethodCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        var invocation = new MethodInvocation(call.MethodName, InProcessJson.Write(call.Payload))
        {
            ResponseTimeout = call.ResponseTimeout,
            ConnectTimeout = call.ConnectTimeout,
        };
        var id = Name(deviceId);
        var outcome = await MeetAsync(
            FaultOperation.MethodCall, id, () => InvokeAsync(id, invocation, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new DirectMethodResult(outcome.Status, InProcessJson.Read(outcome.Payload));
    }

    public Task<Twin?> GetTwinAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = Name(deviceId);
        return MeetAsync(
            FaultOperation.TwinRead,
            id,
            () => FindTwinAsync(id, cancellationToken),
            cancellationToken);
    }

    public async Task<Twin> UpdateTwinAsync(
        string deviceId, TwinUpdate update, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var body = HubJson.Write(writer => Write(writer, update));
        var id = Name(deviceId);
        return InProcessJson.ToTwin(await MeetAsync(
            FaultOperation.TwinWrite,
            id,
            () => PatchTwinAsync(id, body, ifMatch, cancellationToken),
            cancellationToken).ConfigureAwait(false));
    }

    public Task<QueryPage> QueryAsync(
        string query, int? pageSize = null, string? continuation = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize ?? 1, 1, nameof(pageSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize ?? 1, 100, nameof(pageSize));
        cancellationToken.ThrowIfCancellationRequested();
        return MeetAsync(FaultOperation.Query, null, () => ExecuteAsync(query, pageSize, continuation, cancellationToken), cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> MeetAsync<T>(FaultOperation operation, HubIdentityId? id, Func<Task<T>> act, CancellationToken cancellationToken) =>
        InProcessFaults.MeetAsync(hub.Faults, new FaultCall(operation, id), act, cancellationToken);

    private async Task<MethodOutcome> InvokeAsync(HubIdentityId id, MethodInvocation invocation, CancellationToken cancellationToken)
    {
        await hub.Limits.AdmitMessageAsync(HubMeter.DirectMethods, invocation.Payload.Length, cancellationToken).ConfigureAwait(false);
        return await hub.InvokeMethodAsync(id, invocation, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Twin?> FindTwinAsync(HubIdentityId id, CancellationToken cancellationToken)
    {
        await hub.Limits.AdmitAsync(HubMeter.TwinReads, cancellationToken).ConfigureAwait(false);
        return hub.FindTwin(id) is { } row ? InProcessJson.ToTwin(row) : null;
    }

    private async Task<HubTwinRow> PatchTwinAsync(
        HubIdentityId id, ReadOnlyMemory<byte> body, ETag ifMatch, CancellationToken cancellationToken)
    {
        await hub.Limits.AdmitMessageAsync(HubMeter.TwinUpdates, body.Length, cancellationToken).ConfigureAwait(false);
        return await hub.PatchTwinAsync(id, body, ifMatch, cancellationToken).ConfigureAwait(false);
    }

    private async Task<QueryPage> ExecuteAsync(string query, int? pageSize, string? continuation, CancellationToken cancellationToken)
    {
        await hub.Limits.AdmitAsync(HubMeter.Queries, cancellationToken).ConfigureAwait(false);
        return queries.Execute(query, pageSize, continuation);
    }

    private static HubIdentityId Name(string deviceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        return new HubIdentityId(deviceId);
    }

    private static void Write(Utf8JsonWriter writer, TwinUpdate update)
    {
        writer.WriteStartObject();
        if (update.Tags is { } tags)
        {
            writer.WritePropertyName("tags"u8);
            writer.WriteRawValue(InProcessJson.Write(tags), skipInputValidation: true);
        }

        if (update.Desired is { } desired)
        {
            writer.WriteStartObject("properties"u8);
            writer.WritePropertyName("desired"u8);
            writer.WriteRawValue(InProcessJson.Write(desired), skipInputValidation: true);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
