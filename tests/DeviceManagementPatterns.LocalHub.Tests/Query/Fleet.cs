using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

/// <summary>The documents that the cases are about.</summary>
internal static class Fleet
{
    private static readonly JsonElement Devices = CaseFile.Json("devices.json");
    private static readonly JsonElement Modules = CaseFile.Json("modules.json");
    private static readonly JsonElement Jobs = CaseFile.Json("jobs.json");

    public static JsonElement Twin { get; } = CaseFile.Json("twin.json");

    public static KeyedRows<JsonElement> RowsOf(QuerySource source) => new(
        (source switch
        {
            QuerySource.Modules => Modules,
            QuerySource.Jobs => Jobs,
            _ => Devices,
        }).EnumerateArray(),
        row => KeyOf(source, row));

    public static string KeyOf(QuerySource source, JsonElement row) => source switch
    {
        QuerySource.Modules => $"{Member(row, "deviceId")}/{Member(row, "moduleId")}",
        QuerySource.Jobs => $"{Member(row, "jobId")}/{Member(row, "deviceId")}",
        _ => Member(row, "deviceId"),
    };

    private static string Member(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
