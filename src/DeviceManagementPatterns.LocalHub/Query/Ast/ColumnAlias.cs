namespace DeviceManagementPatterns.LocalHub.Query.Ast;

/// <summary>The name after AS.</summary>
internal sealed record ColumnAlias(string Name, bool IsQuoted, QueryPosition Position);
