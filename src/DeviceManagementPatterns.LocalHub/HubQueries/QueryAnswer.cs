using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>One page of a query's answer.</summary>
/// <param name="ItemType">What the rows are.</param>
/// <param name="Rows">A JSON array.</param>
/// <param name="Continuation">Names the next page; null on the last.</param>
internal sealed record QueryAnswer(QueryItemType ItemType, ReadOnlyMemory<byte> Rows, string? Continuation);
