namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>Names a row of a table.</summary>
/// <param name="Owner">An entry's or a job's sequence, say.</param>
/// <param name="Item">Which of the owner's rows, where it has more than one.</param>
internal readonly record struct StoreKey(long Owner, long Item = 0);
