namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>A device or module as the registry holds it at one moment.</summary>
internal sealed record HubIdentity
{
    public required HubIdentityId Id { get; init; }

    /// <summary>New for every creation, so that a device that was deleted and made again can be told apart.</summary>
    public required string GenerationId { get; init; }

    public required ETag ETag { get; init; }

    public required HubAuthentication Authentication { get; init; }

    public bool IsEnabled { get; init; } = true;

    public string? StatusReason { get; init; }

    /// <summary>The default value says "never".</summary>
    public DateTimeOffset StatusUpdatedTime { get; init; }

    public bool IsConnected { get; init; }

    public DateTimeOffset ConnectionStateUpdatedTime { get; init; }

    public DateTimeOffset LastActivityTime { get; init; }

    public int CloudToDeviceMessageCount { get; init; }

    public bool IsEdge { get; init; }

    public string? DeviceScope { get; init; }

    public IReadOnlyList<string> ParentScopes { get; init; } = [];

    /// <summary>For modules: who manages it; null where nobody said.</summary>
    public string? ManagedBy { get; init; }
}
