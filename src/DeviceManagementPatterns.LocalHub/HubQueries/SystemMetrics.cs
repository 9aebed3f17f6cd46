using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>The figures that every configuration has: how many twins its condition selects, and how many carry it.</summary>
internal static class SystemMetrics
{
    private const string Targeted = "targetedCount";
    private const string Applied = "appliedCount";

    public static IEnumerable<(string Name, string Query)> Of(HubConfiguration configuration, QueryCondition? condition)
    {
        var isApplied = $"configurations.[[{configuration.Id}]].status = '{nameof(ConfigurationStatus.Applied)}'";
        return configuration.Content.Kind switch
        {
            ConfigurationKind.Device =>
            [
                (Targeted, $"SELECT deviceId FROM devices{Where(condition)}"),
                (Applied, $"SELECT deviceId FROM devices WHERE {isApplied}"),
            ],
            ConfigurationKind.Module =>
            [
                (Targeted, $"SELECT deviceId, moduleId {condition?.ToString() ?? "FROM devices.modules WHERE false"}"),
                (Applied, $"SELECT deviceId, moduleId FROM devices.modules WHERE {isApplied}"),
            ],
            _ =>
            [
                (Targeted, $"SELECT deviceId FROM devices{Where(condition, "capabilities.iotEdge = true")}"),
                (Applied, $"SELECT deviceId FROM devices.modules WHERE moduleId = '$edgeAgent' AND {isApplied}"),
            ],
        };
    }

    private static string Where(QueryCondition? condition, string? also = null) => (condition?.ToString(), also) switch
    {
        (null, _) => " WHERE false",
        ("*", null) => "",
        ("*", _) => $" WHERE {also}",
        (var text, null) => $" WHERE {text}",
        var (text, _) => $" WHERE {also} AND ({text})",
    };
}
