namespace DeviceManagementPatterns.Reboot;

/// <summary>What a reboot handler is told.</summary>
/// <param name="OperationId">The operation; null for a request of the tutorial's, which has no id.</param>
/// <param name="Reason">Why, in the caller's words; null where it gave none.</param>
/// <param name="RequestedBy">Who asked; null where the caller did not say.</param>
/// <param name="RequestedTime">When the request was accepted, by the device's clock.</param>
public sealed record RebootContext(string? OperationId, string? Reason, string? RequestedBy, DateTimeOffset RequestedTime);
