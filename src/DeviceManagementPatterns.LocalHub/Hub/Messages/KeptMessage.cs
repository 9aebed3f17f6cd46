namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>What a restart must not lose of a queued message. A delivery that is under way is not counted yet.</summary>
internal sealed record KeptMessage(CloudMessage Message, int DeliveryCount);
