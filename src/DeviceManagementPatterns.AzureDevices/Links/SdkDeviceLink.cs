using Microsoft.Azure.Devices.Client;
using Microsoft.Azure.Devices.Shared;
using SdkTwin = Microsoft.Azure.Devices.Shared.Twin;

namespace DeviceManagementPatterns.AzureDevices.Links;

/// <summary>The device link over the SDK's two clients.</summary>
internal static class SdkDeviceLink
{
    public static DeviceLink Over(DeviceClient client) => new()
    {
        SetMethodHandler = (name, handler, stop) => client.SetMethodHandlerAsync(name, Callback(handler), null, stop),
        SetDesiredCallback = (changed, stop) => client.SetDesiredPropertyUpdateCallbackAsync(Callback(changed), null, stop),
        GetTwin = async stop => Text(await client.GetTwinAsync(stop).ConfigureAwait(false)),
        UpdateReported = (patch, stop) => client.UpdateReportedPropertiesAsync(new TwinCollection(patch, null), stop),
    };

    public static DeviceLink Over(ModuleClient client) => new()
    {
        SetMethodHandler = (name, handler, stop) => client.SetMethodHandlerAsync(name, Callback(handler), null, stop),
        SetDesiredCallback = (changed, stop) => client.SetDesiredPropertyUpdateCallbackAsync(Callback(changed), null, stop),
        GetTwin = async stop => Text(await client.GetTwinAsync(stop).ConfigureAwait(false)),
        UpdateReported = (patch, stop) => client.UpdateReportedPropertiesAsync(new TwinCollection(patch, null), stop),
    };

    private static MethodCallback? Callback(Func<byte[]?, Task<DeviceLink.MethodReply>>? handler) =>
        handler is null ? null : (request, _) => ResponseAsync(handler(request.Data));

    private static async Task<MethodResponse> ResponseAsync(Task<DeviceLink.MethodReply> answer)
    {
        var reply = await answer.ConfigureAwait(false);
        return new MethodResponse(reply.Body, reply.Status);
    }

    private static DesiredPropertyUpdateCallback Callback(Action changed) => (_, _) =>
    {
        changed();
        return Task.CompletedTask;
    };

    private static DeviceLink.TwinSections Text(SdkTwin twin) => new(twin.Properties.Desired.ToJson(), twin.Properties.Reported.ToJson());
}
