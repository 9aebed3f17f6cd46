namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>A query's text is not valid. The message says where, why and, where that is known, what to write instead.</summary>
internal sealed class QueryException(QueryPosition position, string reason, HubErrorCode code = HubErrorCode.ArgumentInvalid)
    : Exception($"Line {position.Line}, column {position.Column}: {reason}")
{
    public QueryPosition Position { get; } = position;

    /// <summary>What the hub answers for it.</summary>
    public HubErrorCode Code { get; } = code;
}
