using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>Rows that are JSON documents, as the records of jobs are.</summary>
internal sealed class JsonRowReader : IRowReader<JsonElement>
{
    public static JsonRowReader Instance { get; } = new();

    public RowValue<JsonElement> Bind(IReadOnlyList<string> path)
    {
        var names = path.ToArray();
        return (in row) => Find(row, names);
    }

    public void WriteRow(Utf8JsonWriter writer, in JsonElement row) => row.WriteTo(writer);

    public void WriteNode(Utf8JsonWriter writer, object node) => ((JsonElement)node).WriteTo(writer);

    private static QueryValue Find(JsonElement value, string[] names)
    {
        foreach (var name in names)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return QueryValue.Undefined;
            }
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => QueryValue.Of(value.GetString()!),
            JsonValueKind.Number => QueryValue.Of(value.GetDouble()),
            JsonValueKind.True => QueryValue.Of(true),
            JsonValueKind.False => QueryValue.Of(false),
            JsonValueKind.Null => QueryValue.Null,
            JsonValueKind.Object => QueryValue.OfObject(value),
            JsonValueKind.Array => QueryValue.OfArray(value),
            _ => QueryValue.Undefined,
        };
    }
}
