namespace Microsoft.Azure.Devices;

public class Device
{
    public Device(string id) => throw new NotSupportedException("stub");

    public string Id => throw new NotSupportedException("stub");

    public string ETag
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }

    public DeviceConnectionState ConnectionState => throw new NotSupportedException("stub");

    public DeviceStatus Status
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }

    public AuthenticationMechanism Authentication
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }
}
