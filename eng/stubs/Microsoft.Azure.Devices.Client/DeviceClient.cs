using Microsoft.Azure.Devices.Shared;

namespace Microsoft.Azure.Devices.Client;

public class DeviceClient
{
    private DeviceClient() => throw new NotSupportedException("stub");

    public Task SetMethodHandlerAsync(
        string methodName, MethodCallback methodHandler, object userContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("stub");

    public Task SetDesiredPropertyUpdateCallbackAsync(
        DesiredPropertyUpdateCallback callback, object userContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("stub");

    public Task<Twin> GetTwinAsync(CancellationToken cancellationToken) => throw new NotSupportedException("stub");

    public Task UpdateReportedPropertiesAsync(TwinCollection reportedProperties, CancellationToken cancellationToken) =>
        throw new NotSupportedException("stub");
}
