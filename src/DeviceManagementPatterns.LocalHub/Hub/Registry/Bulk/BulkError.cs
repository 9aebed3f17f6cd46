namespace DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;

/// <summary>An entry of a bulk request that was not done.</summary>
internal sealed record BulkError(HubIdentityId Id, ImportMode Mode, HubException Error);
