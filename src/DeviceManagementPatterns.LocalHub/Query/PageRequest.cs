namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>Which page of an answer is wanted.</summary>
/// <param name="Size">At most this many rows, from 1; null takes 100. More than the most is cut down to the most.</param>
/// <param name="Continuation">From the page before; null or empty for the first page.</param>
/// <param name="MaxSize">The most rows that a page may have.</param>
internal sealed record PageRequest(int? Size = null, string? Continuation = null, int MaxSize = QueryLimits.MaxPageSize);
