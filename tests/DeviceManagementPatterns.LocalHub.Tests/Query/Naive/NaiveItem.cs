namespace DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

/// <summary>One selected item; only Count has no member.</summary>
internal sealed record NaiveItem(string? Aggregate, NaiveExpression.Member? Member, string Alias);
