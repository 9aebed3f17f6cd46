using System.Text.Json;
using DeviceManagementPatterns.AzureDevices.Calls;
using DeviceManagementPatterns.AzureDevices.Errors;
using DeviceManagementPatterns.AzureDevices.Links;
using DeviceManagementPatterns.AzureDevices.Text;
using DeviceManagementPatterns.Http;
using Microsoft.Azure.Devices;

namespace DeviceManagementPatterns.AzureDevices;

/// <summary>
/// The back end's end of the link over the clients of SDK 1.x that the program already holds. They stay the program's; disposing this
/// adapter leaves them open. It sends nothing twice: the SDK does not either.
/// </summary>
/// <remarks>One client keeps at most 50 connections to the hub, so at most 50 calls run at the same time; others wait.</remarks>
public sealed class AzureDevicesServiceClient : IServiceClient
{
    private const int MaxPageSize = 100;

    private readonly ServiceLink _link;

    /// <summary>Makes the adapter.</summary>
    /// <param name="serviceClient">The program's client for direct methods.</param>
    /// <param name="registryManager">The program's client for twins and queries.</param>
    public AzureDevicesServiceClient(ServiceClient serviceClient, RegistryManager registryManager)
        : this(SdkServiceLink.Over(
            serviceClient ?? throw new ArgumentNullException(nameof(serviceClient)),
            registryManager ?? throw new ArgumentNullException(nameof(registryManager))))
    {
    }

    internal AzureDevicesServiceClient(ServiceLink link) => _link = link;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The device id, the method's name or a timeout is outside its limits.</exception>
    public async Task<DirectMethodResult> InvokeMethodAsync(
        string deviceId, DirectMethodCall call, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckDeviceId(deviceId);
        ServiceArguments.CheckCall(call);
        var request = new ServiceLink.MethodCall(
            call.MethodName,
            call.Payload.ValueKind == JsonValueKind.Undefined ? "null" : call.Payload.GetRawText(),
            WholeSeconds(call.ResponseTimeout),
            WholeSeconds(call.ConnectTimeout));
        var action = $"Calling '{call.MethodName}' on '{deviceId}'";

        return await ServiceCalls.RunAsync(
            async stop =>
            {
                var answer = await _link.InvokeMethod(deviceId, request, stop).ConfigureAwait(false);
                return new DirectMethodResult(answer.Status, JsonElement.Parse(answer.PayloadJson ?? "null"));
            },
            failure => ServiceErrors.TranslateMethodCall(failure, action),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The device id is not one.</exception>
    public async Task<Twin?> GetTwinAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckDeviceId(deviceId);
        return await ServiceCalls.RunAsync(
            async stop => await _link.GetTwin(deviceId, stop).ConfigureAwait(false) is { } json ? TwinText.ParseTwin(json) : null,
            failure => ServiceErrors.Translate(failure, $"Reading the twin of '{deviceId}'"),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The device id is not one, or a part of the patch is not an object.</exception>
    public async Task<Twin> UpdateTwinAsync(
        string deviceId, TwinUpdate update, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckDeviceId(deviceId);
        ServiceArguments.CheckUpdate(update);
        var patch = new ServiceLink.TwinPatch(
            update.Tags is { } tags ? VerbatimJson.ToJObject(tags) : null,
            update.Desired is { } desired ? VerbatimJson.ToJObject(desired) : null,
            SdkETag.Format(ifMatch));
        return await ServiceCalls.RunAsync(
            async stop => TwinText.ParseTwin(await _link.UpdateTwin(deviceId, patch, stop).ConfigureAwait(false)),
            failure => ServiceErrors.Translate(failure, $"Writing the twin of '{deviceId}'"),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The query is empty, or the page size outside 1 to 100.</exception>
    public async Task<QueryPage> QueryAsync(
        string query, int? pageSize = null, string? continuation = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        ServiceArguments.CheckRange(nameof(pageSize), pageSize ?? MaxPageSize, 1, MaxPageSize);
        return await ServiceCalls.RunAsync(
            async _ =>
            {
                var rows = await _link.Query(query, pageSize, continuation).ConfigureAwait(false);
                var items = rows.Items.Select(row => JsonElement.Parse(row)).ToArray();
                return new QueryPage(items, string.IsNullOrEmpty(rows.Continuation) ? null : rows.Continuation);
            },
            failure => ServiceErrors.Translate(failure, "The query"),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does nothing: the clients are the program's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The SDK cuts off fractions of a second.
    private static TimeSpan WholeSeconds(TimeSpan timeout) => TimeSpan.FromSeconds(Math.Ceiling(timeout.TotalSeconds));
}
