namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>What a back end asks an identity to be. A full replacement: what is left out is reset.</summary>
internal sealed record IdentityDraft
{
    /// <summary>Null: told by what is given, thumbprints or else keys.</summary>
    public HubAuthenticationType? AuthenticationType { get; init; }

    /// <summary>Both keys or neither; the hub makes them where there are none.</summary>
    public string? PrimaryKey { get; init; }

    public string? SecondaryKey { get; init; }

    public string? PrimaryThumbprint { get; init; }

    public string? SecondaryThumbprint { get; init; }

    public bool IsEnabled { get; init; } = true;

    public string? StatusReason { get; init; }

    public bool IsEdge { get; init; }

    public string? DeviceScope { get; init; }

    public IReadOnlyList<string> ParentScopes { get; init; } = [];

    public string? ManagedBy { get; init; }

    /// <summary>The state and no key, so that it can stand in a log.</summary>
    public override string ToString() => IdentityWords.Of(IsEnabled);
}
