namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>A twin's document: tags, desired and reported properties.</summary>
internal sealed record HubTwin(ETag ETag);
