using System.Text.Json;
using DeviceManagementPatterns.AzureDevices.Calls;
using DeviceManagementPatterns.AzureDevices.Errors;
using DeviceManagementPatterns.AzureDevices.Links;
using DeviceManagementPatterns.AzureDevices.Text;
using Microsoft.Azure.Devices;

namespace DeviceManagementPatterns.AzureDevices;

/// <summary>
/// The back end's end of the link over the clients of SDK 1.x that the program already holds. They stay the program's; disposing this
/// adapter leaves them open. It sends nothing twice: the SDK does not either.
/// </summary>
/// <remarks>One client keeps at most 50 connections to the hub, so at most 50 calls run at the same time; others wait.</remarks>
public sealed class AzureDevicesServiceClient : IServiceClient
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan ShortestResponse = TimeSpan.FromSeconds(5);

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
    /// <exception cref="ArgumentOutOfRangeException">A timeout is outside its limits; the SDK would replace it by one of its own.</exception>
    public async Task<DirectMethodResult> InvokeMethodAsync(
        string deviceId, DirectMethodCall call, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        ArgumentNullException.ThrowIfNull(call);
        var request = new ServiceLink.MethodCall(
            call.MethodName,
            call.Payload.ValueKind == JsonValueKind.Undefined ? "null" : call.Payload.GetRawText(),
            WholeSeconds(call.ResponseTimeout, ShortestResponse, nameof(call.ResponseTimeout)),
            WholeSeconds(call.ConnectTimeout, TimeSpan.Zero, nameof(call.ConnectTimeout)));
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
    public async Task<Twin?> GetTwinAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        return await ServiceCalls.RunAsync(
            async stop => await _link.GetTwin(deviceId, stop).ConfigureAwait(false) is { } json ? TwinText.ParseTwin(json) : null,
            failure => ServiceErrors.Translate(failure, $"Reading the twin of '{deviceId}'"),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<Twin> UpdateTwinAsync(
        string deviceId, TwinUpdate update, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        ArgumentNullException.ThrowIfNull(update);
        var patch = new ServiceLink.TwinPatch(
            update.Tags is { } tags ? VerbatimJson.ToJObject(tags, nameof(update)) : null,
            update.Desired is { } desired ? VerbatimJson.ToJObject(desired, nameof(update)) : null,
            SdkETag.Format(ifMatch));
        return await ServiceCalls.RunAsync(
            async stop => TwinText.ParseTwin(await _link.UpdateTwin(deviceId, patch, stop).ConfigureAwait(false)),
            failure => ServiceErrors.Translate(failure, $"Writing the twin of '{deviceId}'"),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<QueryPage> QueryAsync(
        string query, int? pageSize = null, string? continuation = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        if (pageSize is < 1 or > 100)
        {
            throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, "A page has 1 to 100 rows; null takes the hub's own number.");
        }

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

    // The SDK cuts off fractions of a second and leaves out what is then 0.
    private static TimeSpan WholeSeconds(TimeSpan timeout, TimeSpan least, string name) =>
        timeout >= least && timeout <= Longest
            ? TimeSpan.FromSeconds(Math.Ceiling(timeout.TotalSeconds))
            : throw new ArgumentOutOfRangeException(name, timeout, $"{name} must be {least.TotalSeconds} to {Longest.TotalSeconds} seconds.");
}
