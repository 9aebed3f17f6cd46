namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>A device or module as the registry holds it. Immutable but for the connection state, which is the live one.</summary>
internal sealed record HubIdentity
{
    public required HubIdentityId Id { get; init; }

    /// <summary>New for every creation, so that a device that was deleted and made again can be told apart.</summary>
    public required string GenerationId { get; init; }

    public required ETag ETag { get; init; }

    public required HubAuthentication Authentication { get; init; }

    public required HubPresence Presence { get; init; }

    public bool IsEnabled { get; init; } = true;

    public string? StatusReason { get; init; }

    /// <summary>The default value says "never".</summary>
    public DateTimeOffset StatusUpdatedTime { get; init; }

    public bool IsEdge { get; init; }

    public string? DeviceScope { get; init; }

    public IReadOnlyList<string> ParentScopes { get; init; } = [];

    /// <summary>For modules: who manages it; null where nobody said.</summary>
    public string? ManagedBy { get; init; }

    public int CloudToDeviceMessageCount => Presence.MessageCount;

    public bool IsConnected => Presence.IsConnected;

    /// <summary>The default value says "never".</summary>
    public DateTimeOffset ConnectionStateUpdatedTime => Presence.StateUpdatedTime;

    /// <summary>The default value says "never".</summary>
    public DateTimeOffset LastActivityTime => Presence.LastActivityTime;

    /// <summary>The id, the state and no key, so that it can stand in a log.</summary>
    public override string ToString() => $"{Id} ({IdentityWords.Of(IsEnabled)})";
}
