namespace Microsoft.Azure.Devices.Shared;

public class TwinProperties
{
    public TwinProperties() => throw new NotSupportedException("stub");

    public TwinCollection Desired
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }

    public TwinCollection Reported
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }
}
