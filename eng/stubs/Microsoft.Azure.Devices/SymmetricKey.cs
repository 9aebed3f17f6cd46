namespace Microsoft.Azure.Devices;

public sealed class SymmetricKey
{
    public SymmetricKey() => throw new NotSupportedException("stub");

    public string PrimaryKey
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }

    public string SecondaryKey
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }
}
