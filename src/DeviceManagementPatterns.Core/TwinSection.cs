using System.Text.Json;

namespace DeviceManagementPatterns;

/// <summary>One section of a device twin, desired or reported, at one version.</summary>
/// <param name="Properties">The section's object, without the hub's own <c>$version</c> and <c>$metadata</c>.</param>
/// <param name="Version">The section's <c>$version</c>, or null where the link does not tell it.</param>
public sealed record TwinSection(JsonElement Properties, long? Version)
{
    /// <summary>A section with no properties and no known version.</summary>
    public static TwinSection Empty { get; } = new(Json.EmptyObject, null);

    /// <summary>Finds a member by its dotted path, such as <c>iothubDM.reboot.status</c>.</summary>
    /// <param name="path">Member names joined by dots; names are case-sensitive.</param>
    /// <returns>The value, or null where any part of the path is missing.</returns>
    public JsonElement? Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var value = Properties;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value;
    }
}
