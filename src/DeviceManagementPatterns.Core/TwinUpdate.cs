using System.Text.Json;

namespace DeviceManagementPatterns;

/// <summary>A patch of the parts of a twin that a back end may write. A null value inside removes that property.</summary>
public sealed record TwinUpdate
{
    /// <summary>The patch of the desired properties, an object; left out, they stay as they are.</summary>
    public JsonElement? Desired { get; init; }

    /// <summary>The patch of the tags, an object; left out, they stay as they are.</summary>
    public JsonElement? Tags { get; init; }
}
