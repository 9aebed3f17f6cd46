namespace Microsoft.Azure.Devices.Client;

public sealed class MethodResponse
{
    public MethodResponse(byte[] result, int status) => throw new NotSupportedException("stub");
}
