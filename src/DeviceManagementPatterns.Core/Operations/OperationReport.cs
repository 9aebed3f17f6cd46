namespace DeviceManagementPatterns.Operations;

/// <summary>One acknowledged report of an operation's status.</summary>
/// <param name="Pattern">The action, such as <c>reboot</c>.</param>
/// <param name="OperationId">The operation; null for a request of the tutorial's, which has no id.</param>
/// <param name="Status">The status in the pattern's words, such as <c>completed</c>.</param>
/// <param name="Time">When the hub acknowledged it, by the device's clock.</param>
public sealed record OperationReport(string Pattern, string? OperationId, string Status, DateTimeOffset Time);
