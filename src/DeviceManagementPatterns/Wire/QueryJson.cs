using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DeviceManagementPatterns.Wire;

/// <summary>The body of a query.</summary>
internal static class QueryJson
{
    public static byte[] Write(string query) => WireJson.Object(writer => writer.WriteString("query", query));

    /// <summary>The name is found in any case, as the service binds it.</summary>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out string? query)
    {
        query = json.ValueKind == JsonValueKind.Object
            ? json.EnumerateObject()
                .Where(member => string.Equals(member.Name, "query", StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.String)
                .Select(member => member.Value.GetString())
                .FirstOrDefault()
            : null;
        return query is not null;
    }

    /// <summary>Reads a page: an array of rows.</summary>
    public static bool TryReadRows(JsonElement json, [NotNullWhen(true)] out IReadOnlyList<JsonElement>? rows)
    {
        rows = json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : null;
        return rows is not null;
    }
}
