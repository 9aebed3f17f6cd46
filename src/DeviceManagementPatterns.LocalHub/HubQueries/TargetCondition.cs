using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>Reads a configuration's target condition.</summary>
internal static class TargetCondition
{
    /// <returns>Null for an empty condition, which targets nothing.</returns>
    /// <exception cref="HubException">400401.</exception>
    public static QueryCondition? Parse(string text, QueryDialect dialect)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            return QueryCondition.Parse(text, dialect);
        }
        catch (QueryException e)
        {
            throw ConfigurationRefusals.Condition($"targetCondition: {e.Message}", e);
        }
    }

    /// <summary>Refuses a condition on devices for what modules are to get, and the other way round.</summary>
    /// <exception cref="HubException">400401.</exception>
    public static void CheckKind(QueryCondition? condition, ConfigurationKind kind)
    {
        if (condition is null || (condition.Source == QuerySource.Modules) == (kind == ConfigurationKind.Module))
        {
            return;
        }

        throw ConfigurationRefusals.Condition(kind == ConfigurationKind.Module
            ? $"targetCondition selects devices, but {ContentNames.Module} is for modules: write FROM devices.modules WHERE and the condition."
            : $"targetCondition selects modules, but the content is for devices: leave out FROM devices.modules WHERE, or give {ContentNames.Module}.");
    }
}
