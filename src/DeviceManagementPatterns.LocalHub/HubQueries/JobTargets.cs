using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>Which devices a job means.</summary>
internal static class JobTargets
{
    /// <exception cref="HubException">The condition is not valid, or selects modules.</exception>
    public static RowFilter<HubTwinRow> Compile(string condition, QueryDialect dialect)
    {
        try
        {
            var parsed = QueryCondition.Parse(condition, dialect);
            return parsed.Source == QuerySource.Devices
                ? parsed.Compile(TwinRowReader.Instance)
                : throw new HubException(HubErrorCode.ArgumentInvalid, "queryCondition selects modules; a job works on devices.");
        }
        catch (QueryException e)
        {
            throw new HubException(e.Code, $"queryCondition: {e.Message}", e);
        }
    }
}
