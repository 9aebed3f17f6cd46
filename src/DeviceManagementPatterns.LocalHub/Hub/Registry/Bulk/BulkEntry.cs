
namespace DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;

/// <summary>One line of a bulk registry request.</summary>
/// <param name="Id">Whom it is about.</param>
/// <param name="Mode">What to do.</param>
/// <param name="Draft">The identity as it shall be.</param>
/// <param name="ETag">Guards the identity where the mode says so.</param>
internal sealed record BulkEntry(HubIdentityId Id, ImportMode Mode, IdentityDraft Draft, ETag ETag)
{
    /// <summary>Guards the twin where the mode says so.</summary>
    public ETag TwinETag { get; init; } = ETag.Any;

    /// <summary>The entry's own JSON, which holds <c>tags</c> and <c>properties</c> where a twin patch holds them.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True where tags or desired properties are given.</summary>
    public bool HasTwin { get; init; }
}
