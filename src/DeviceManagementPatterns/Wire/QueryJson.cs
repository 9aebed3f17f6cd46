using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DeviceManagementPatterns.Wire;

/// <summary>The body of a query.</summary>
internal static class QueryJson
{
    public static byte[] Write(string query) => WireJson.Object(writer => writer.WriteString("query", query));

    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out string? query) => json.TryGetText("query", out query);

    /// <summary>Reads a page: an array of rows.</summary>
    public static bool TryReadRows(JsonElement json, [NotNullWhen(true)] out IReadOnlyList<JsonElement>? rows)
    {
        rows = json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : null;
        return rows is not null;
    }
}
