namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>
/// What every row that passes a filter has in common: the path holds one of these values. A source with an index may offer those rows
/// only; the filter is asked about each of them all the same.
/// </summary>
internal sealed record QueryEquality(IReadOnlyList<string> Path, IReadOnlyList<QueryValue> AnyOf);
