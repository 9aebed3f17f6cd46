namespace Microsoft.Azure.Devices.Client;

public sealed class MethodRequest
{
    public MethodRequest(string name) => throw new NotSupportedException("stub");

    public byte[] Data => throw new NotSupportedException("stub");
}
