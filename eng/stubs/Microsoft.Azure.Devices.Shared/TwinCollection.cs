using System.Collections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.Azure.Devices.Shared;

public class TwinCollection : IEnumerable
{
    public TwinCollection(string twinJson, string metadataJson) => throw new NotSupportedException("stub");

    public TwinCollection(JObject twinJson, JObject metadataJson) => throw new NotSupportedException("stub");

    public string ToJson(Formatting formatting = Formatting.None) => throw new NotSupportedException("stub");

    public IEnumerator GetEnumerator() => throw new NotSupportedException("stub");
}
