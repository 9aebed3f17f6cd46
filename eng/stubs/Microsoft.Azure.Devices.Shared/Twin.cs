using Newtonsoft.Json;

namespace Microsoft.Azure.Devices.Shared;

public class Twin
{
    public Twin() => throw new NotSupportedException("stub");

    public TwinCollection Tags
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }

    public TwinProperties Properties
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }

    public string ToJson(Formatting formatting = Formatting.None) => throw new NotSupportedException("stub");
}
