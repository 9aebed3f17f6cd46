using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

/// <summary>Values as plain objects: double, string, bool, a JSON object or array, or one of two marks.</summary>
internal static class NaiveValues
{
    /// <summary>There is no such member.</summary>
    public static object Missing { get; } = "missing".ToCharArray();

    public static object Null { get; } = "null".ToCharArray();

    public static object Read(JsonElement row, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(name, out row))
            {
                return Missing;
            }
        }

        return row.ValueKind switch
        {
            JsonValueKind.Null => Null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => row.GetDouble(),
            JsonValueKind.String => row.GetString()!,
            _ => row,
        };
    }

    public static bool IsPrimitive(object value) => value is bool or double or string || ReferenceEquals(value, Null);

    public static bool AreEqual(object left, object right) =>
        ReferenceEquals(left, right)
        || (left is double a && right is double b && a == b)
        || (left is bool c && right is bool d && c == d)
        || (left is string e && right is string f && e.Length == f.Length && e.Zip(f).All(pair => pair.First == pair.Second));

    /// <summary>Null where the two have no order.</summary>
    public static int? Order(object left, object right) => (left, right) switch
    {
        (double a, double b) => a < b ? -1 : a > b ? 1 : 0,
        (bool a, bool b) => (a ? 1 : 0) - (b ? 1 : 0),
        (string a, string b) => OrderOf(a, b),
        _ => ReferenceEquals(left, Null) && ReferenceEquals(right, Null) ? 0 : null,
    };

    public static string Json(object value) => value switch
    {
        JsonElement element => JsonSerializer.Serialize(element),
        _ when ReferenceEquals(value, Null) => "null",
        _ => JsonSerializer.Serialize(value),
    };

    private static int OrderOf(string left, string right)
    {
        for (var index = 0; index < left.Length && index < right.Length; index++)
        {
            if (left[index] != right[index])
            {
                return left[index] < right[index] ? -1 : 1;
            }
        }

        return left.Length < right.Length ? -1 : left.Length > right.Length ? 1 : 0;
    }
}
