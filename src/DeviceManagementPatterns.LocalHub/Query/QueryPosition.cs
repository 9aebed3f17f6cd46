namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>A place in a query's text; both numbers count from 1.</summary>
internal readonly record struct QueryPosition(int Line, int Column)
{
    public static QueryPosition Start { get; } = new(1, 1);

    public override string ToString() => $"line {Line}, column {Column}";
}
