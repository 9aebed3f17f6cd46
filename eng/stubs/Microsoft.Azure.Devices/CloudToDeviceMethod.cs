namespace Microsoft.Azure.Devices;

public class CloudToDeviceMethod
{
    public CloudToDeviceMethod(string methodName, TimeSpan responseTimeout, TimeSpan connectionTimeout) =>
        throw new NotSupportedException("stub");

    public CloudToDeviceMethod SetPayloadJson(string json) => throw new NotSupportedException("stub");
}
