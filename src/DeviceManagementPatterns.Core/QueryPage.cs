using System.Text.Json;

namespace DeviceManagementPatterns;

/// <summary>One page of a query's rows.</summary>
/// <param name="Items">The rows as the hub sent them: whole twins for <c>SELECT *</c>, else objects with one member per selected item.</param>
/// <param name="Continuation">Hand it to the next call, with the same query, to get the next page; null on the last page. A page may be empty before the last.</param>
public sealed record QueryPage(IReadOnlyList<JsonElement> Items, string? Continuation);
