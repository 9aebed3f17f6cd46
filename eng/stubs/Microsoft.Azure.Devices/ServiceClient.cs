namespace Microsoft.Azure.Devices;

public class ServiceClient
{
    public ServiceClient() => throw new NotSupportedException("stub");

    public virtual Task<CloudToDeviceMethodResult> InvokeDeviceMethodAsync(
        string deviceId, CloudToDeviceMethod cloudToDeviceMethod, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("stub");
}
