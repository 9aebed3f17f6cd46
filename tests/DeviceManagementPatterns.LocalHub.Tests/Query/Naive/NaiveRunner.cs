using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

/// <summary>Answers a query by going over all rows again for each thing that is asked.</summary>
internal static class NaiveRunner
{
    /// <summary>All rows as JSON, TOP not applied; groups in no order.</summary>
    public static IReadOnlyList<string> Rows(NaiveQuery query, IReadOnlyList<JsonElement> fleet)
    {
        var meant = fleet.Where(row => query.Where is null || NaiveEvaluator.Truth(query.Where, row) == true).ToList();
        if (!query.IsGrouped)
        {
            return [.. meant.Select(row => query.Items.Count == 0 ? JsonSerializer.Serialize(row) : Written(query.Items, [row]))];
        }

        if (query.GroupBy.Count == 0)
        {
            return [Written(query.Items, meant)];
        }

        return [.. meant
            .GroupBy(row => string.Join('\n', query.GroupBy.Select(member => KeyOf(NaiveValues.Read(row, member.Names)))))
            .Select(group => Written(query.Items, [.. group]))];
    }

    private static string KeyOf(object value) => ReferenceEquals(value, NaiveValues.Missing) ? "" : NaiveValues.Json(value);

    private static string Written(IReadOnlyList<NaiveItem> items, IReadOnlyList<JsonElement> rows) => $"{{{string.Join(',', items
        .Select(item => (item.Alias, Value: ValueOf(item, rows)))
        .Where(member => !ReferenceEquals(member.Value, NaiveValues.Missing))
        .Select(member => $"\"{member.Alias}\":{NaiveValues.Json(member.Value)}"))}}}";

    private static object ValueOf(NaiveItem item, IReadOnlyList<JsonElement> rows)
    {
        if (item.Aggregate is null)
        {
            return NaiveValues.Read(rows[0], item.Member!.Names);
        }

        if (item.Member is null)
        {
            return (double)rows.Count;
        }

        var values = rows.Select(row => NaiveValues.Read(row, item.Member.Names))
            .Where(value => !ReferenceEquals(value, NaiveValues.Missing))
            .ToList();
        return item.Aggregate switch
        {
            _ when values.Count == 0 => NaiveValues.Missing,
            "Sum" => values.All(value => value is double) ? values.Sum(value => (double)value) : NaiveValues.Missing,
            "Avg" => values.All(value => value is double) ? values.Sum(value => (double)value) / values.Count : NaiveValues.Missing,
            "Min" => Extreme(values, -1),
            _ => Extreme(values, 1),
        };
    }

    private static object Extreme(List<object> values, int sign) => values.All(NaiveValues.IsPrimitive)
        ? values.First(candidate => values.All(other => Math.Sign(OrderAcrossTypes(candidate, other)) * sign >= 0))
        : NaiveValues.Missing;

    private static int OrderAcrossTypes(object left, object right) =>
        NaiveValues.Order(left, right) ?? (RankOf(left) - RankOf(right));

    private static int RankOf(object value) => value switch
    {
        string => 3,
        double => 2,
        bool => 1,
        _ => 0,
    };
}
