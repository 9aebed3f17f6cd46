namespace DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

/// <summary>A query as the tests make it. No items means SELECT *.</summary>
internal sealed record NaiveQuery(
    int? Top, IReadOnlyList<NaiveItem> Items, NaiveExpression? Where, IReadOnlyList<NaiveExpression.Member> GroupBy)
{
    public bool IsGrouped => GroupBy.Count > 0 || Items.Any(item => item.Aggregate is not null);

    public string Sql(int seed)
    {
        var sql = new NaiveSql(seed);
        var items = Items.Count == 0 ? "*" : string.Join(",", Items.Select(item => Sql(item, sql)));
        var top = Top is null ? "" : $"{sql.Word("Top")} {Top}{sql.Blank()}";
        var text = $"{sql.Word("Select")} {top}{items}{sql.Blank()}{sql.Word("From")} devices";
        if (Where is not null)
        {
            text += $"{sql.Blank()}{sql.Word("Where")}{sql.Blank()}{sql.Of(Where)}";
        }

        var groups = string.Join(", ", GroupBy.Select(member => sql.Path(member.Names)));
        return GroupBy.Count == 0 ? text : $"{text} {sql.Word("Group")}{sql.Blank()}{sql.Word("By")} {groups}";
    }

    private static string Sql(NaiveItem item, NaiveSql sql)
    {
        var path = item.Member is null ? "" : sql.Path(item.Member.Names);
        return $"{(item.Aggregate is null ? path : $"{sql.Word(item.Aggregate)}({path})")} {sql.Word("As")} {item.Alias}";
    }
}
