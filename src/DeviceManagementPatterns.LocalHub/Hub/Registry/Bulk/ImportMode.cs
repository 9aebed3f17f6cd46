namespace DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;

/// <summary>What a bulk entry asks for. The first is what an entry that does not say means, as in Microsoft's C# client.</summary>
internal enum ImportMode
{
    CreateOrUpdate,
    CreateOrUpdateIfMatchETag,
    Create,
    Update,
    UpdateIfMatchETag,
    Delete,
    DeleteIfMatchETag,
    UpdateTwin,
    UpdateTwinIfMatchETag,
}
