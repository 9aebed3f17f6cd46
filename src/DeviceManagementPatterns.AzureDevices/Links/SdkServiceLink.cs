using Microsoft.Azure.Devices;
using Microsoft.Azure.Devices.Shared;
using Newtonsoft.Json.Linq;
using SdkTwin = Microsoft.Azure.Devices.Shared.Twin;
using SdkTwinProperties = Microsoft.Azure.Devices.Shared.TwinProperties;

namespace DeviceManagementPatterns.AzureDevices.Links;

/// <summary>The service link over the SDK's clients.</summary>
internal static class SdkServiceLink
{
    public static ServiceLink Over(ServiceClient service, RegistryManager registry) => new()
    {
        InvokeMethod = async (deviceId, call, stop) =>
        {
            var method = new CloudToDeviceMethod(call.Name, call.ResponseTimeout, call.ConnectTimeout).SetPayloadJson(call.PayloadJson);
            var answer = await service.InvokeDeviceMethodAsync(deviceId, method, stop).ConfigureAwait(false);
            return new ServiceLink.MethodAnswer(answer.Status, answer.GetPayloadAsJson());
        },
        GetTwin = async (deviceId, stop) => (await registry.GetTwinAsync(deviceId, stop).ConfigureAwait(false))?.ToJson(),
        UpdateTwin = async (deviceId, patch, stop) =>
            (await registry.UpdateTwinAsync(deviceId, Twin(patch), patch.IfMatch, stop).ConfigureAwait(false)).ToJson(),
        Query = (query, pageSize, continuation) => QueryAsync(registry, query, pageSize, continuation),
    };

    public static async Task<ServiceLink.Rows> QueryAsync(RegistryManager registry, string query, int? pageSize, string? continuation)
    {
        var options = new QueryOptions { ContinuationToken = continuation };
        var page = await registry.CreateQuery(query, pageSize).GetNextAsJsonAsync(options).ConfigureAwait(false);
        return new ServiceLink.Rows([.. page], page.ContinuationToken);
    }

    // A null part is not sent at all; the SDK would send an empty object for the part that it made itself.
    private static SdkTwin Twin(ServiceLink.TwinPatch patch) => new()
    {
        Tags = Collection(patch.Tags),
        Properties = new SdkTwinProperties { Desired = Collection(patch.Desired), Reported = null },
    };

    private static TwinCollection? Collection(JObject? values) => values is null ? null : new TwinCollection(values, null);
}
