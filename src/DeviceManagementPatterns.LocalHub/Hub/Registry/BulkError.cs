namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>One entry of a bulk request that was not done.</summary>
internal sealed record BulkError(HubIdentityId Id, HubErrorCode Code, string Message, string? Operation);
