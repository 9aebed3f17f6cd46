namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>An identity's credentials. Keys are base64; thumbprints are hex of SHA-1 or SHA-256 in either case, without separators.</summary>
internal sealed record HubAuthentication
{
    public HubAuthenticationType Type { get; init; }

    public string? PrimaryKey { get; init; }

    public string? SecondaryKey { get; init; }

    public string? PrimaryThumbprint { get; init; }

    public string? SecondaryThumbprint { get; init; }

    /// <summary>The type and no key, so that it can stand in a log.</summary>
    public override string ToString() => Type.ToString();
}
