using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DeviceManagementPatterns.Wire;

/// <summary>The body of a query.</summary>
internal static class QueryJson
{
    public static byte[] Write(string query) => WireJson.Object(writer => writer.WriteString("query", query));

    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out string? query) => json.TryGetText("query", out query);
}
