namespace DeviceManagementPatterns;

/// <summary>A device as the registry knows it: its id, its keys and whether it may connect.</summary>
/// <param name="DeviceId">1 to 128 ASCII letters, digits or <c>- : . + % _ # * ? ! ( ) , = @ ; $ '</c>; case-sensitive.</param>
public sealed record DeviceIdentity(string DeviceId)
{
    /// <summary>The first key, base64; null where the device has none, or where the hub shall make one.</summary>
    public string? PrimaryKey { get; init; }

    /// <summary>The second key, base64, so that keys can be changed without a gap.</summary>
    public string? SecondaryKey { get; init; }

    /// <summary>Whether the device may connect. The default is true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Whether the device's link is up as far as the hub knows. The hub's view may lag.</summary>
    public bool IsConnected { get; init; }

    /// <summary>The stamp to guard a write with.</summary>
    public ETag ETag { get; init; } = ETag.Any;

    /// <summary>The id, the state and no key, so that it can stand in a log.</summary>
    public override string ToString() => $"{DeviceId} ({(IsEnabled ? "enabled" : "disabled")})";
}
