namespace DeviceManagementPatterns.Operations;

/// <summary>One step of one operation, as written before it was taken.</summary>
internal sealed record JournalEntry(string OperationKey, string Pattern, string Status, DateTimeOffset Time, OperationRequest Request);
