using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>Whether two contents are the same JSON; how it is laid out does not count.</summary>
internal static class ContentEquality
{
    public static bool AreEqual(ConfigurationContent left, ConfigurationContent right)
    {
        if (left.Kind != right.Kind)
        {
            return false;
        }

        using var one = JsonDocument.Parse(left.Json);
        using var other = JsonDocument.Parse(right.Json);
        return JsonElement.DeepEquals(one.RootElement, other.RootElement);
    }
}
