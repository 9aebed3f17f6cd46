using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace DeviceManagementPatterns.AzureDevices.Text;

/// <summary>Our JSON as the SDK's JSON, so that numbers and dates leave byte for byte as they were given.</summary>
internal static class VerbatimJson
{
    public static JObject ToJObject(JsonElement patch)
    {
        var result = new JObject();
        foreach (var member in patch.EnumerateObject())
        {
            result[member.Name] = new JRaw(member.Value.GetRawText());
        }

        return result;
    }
}
