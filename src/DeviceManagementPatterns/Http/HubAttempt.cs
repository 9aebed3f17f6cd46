namespace DeviceManagementPatterns.Http;

/// <summary>How one attempt ended: with a reply or with an error.</summary>
internal sealed record HubAttempt
{
    public HubReply? Reply { get; init; }

    public HubException? Error { get; init; }

    /// <summary>Whether the attempt failed before the hub could read anything of the request.</summary>
    public bool IsUnsent { get; init; }
}
