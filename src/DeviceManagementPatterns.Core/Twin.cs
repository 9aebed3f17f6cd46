using System.Text.Json;

namespace DeviceManagementPatterns;

/// <summary>The back end's view of a device twin: what the hub knew about one device at one moment.</summary>
public sealed record Twin
{
    /// <summary>The device's id; case-sensitive.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The stamp to guard a write with.</summary>
    public required ETag ETag { get; init; }

    /// <summary>The part of the twin that only back ends see.</summary>
    public JsonElement Tags { get; init; } = Json.EmptyObject;

    /// <summary>What the back end wants.</summary>
    public required TwinSection Desired { get; init; }

    /// <summary>What the device has reported.</summary>
    public required TwinSection Reported { get; init; }

    /// <summary>Whether the device's link is up as far as the hub knows, or null where it does not say. The hub's view may lag.</summary>
    public bool? IsConnected { get; init; }

    /// <summary>Whether the identity may connect, or null where the link does not tell it.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>When the hub last heard the device, or null where it never did or the link does not tell it.</summary>
    public DateTimeOffset? LastActivityTime { get; init; }
}
