namespace Microsoft.Azure.Devices;

public sealed class AuthenticationMechanism
{
    public AuthenticationMechanism() => throw new NotSupportedException("stub");

    public SymmetricKey SymmetricKey
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }
}
