namespace DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;

/// <summary>A device that was registered, but whose twin was refused.</summary>
internal sealed record BulkWarning(HubIdentityId Id, string Message);
