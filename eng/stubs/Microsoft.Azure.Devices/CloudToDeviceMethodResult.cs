namespace Microsoft.Azure.Devices;

public class CloudToDeviceMethodResult
{
    public int Status
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }

    public string GetPayloadAsJson() => throw new NotSupportedException("stub");
}
