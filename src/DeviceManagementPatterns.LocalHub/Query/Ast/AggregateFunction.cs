namespace DeviceManagementPatterns.LocalHub.Query.Ast;

internal enum AggregateFunction
{
    Count,
    Avg,
    Sum,
    Min,
    Max,
}
