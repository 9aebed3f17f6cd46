using CsCheck;

namespace DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

/// <summary>Makes whole queries of all four forms: rows, columns, aggregates and groups.</summary>
internal static class RandomQueries
{
    private static Gen<NaiveItem> Column { get; } = RandomExpressions.Member.Select(member => new NaiveItem(null, member, ""));

    private static Gen<NaiveItem> Aggregate { get; } = Gen.Frequency<NaiveItem>(
        (1, Gen.Const(new NaiveItem("Count", null, ""))),
        (3, Gen.Select(Gen.OneOf("Sum", "Avg", "Min", "Max"), RandomExpressions.Member)
            .Select((name, member) => new NaiveItem(name, member, ""))));

    private static Gen<NaiveExpression?> Where { get; } = Gen.Frequency<NaiveExpression?>(
        (4, RandomExpressions.Expression.Select(expression => (NaiveExpression?)expression)),
        (1, Gen.Const((NaiveExpression?)null)));

    private static Gen<int?> Top { get; } = Gen.Frequency<int?>(
        (3, Gen.Const((int?)null)), (1, Gen.Int[1, 6].Select(count => (int?)count)));

    private static Gen<(NaiveItem[] Items, NaiveExpression.Member[] GroupBy)> Form { get; } =
        Gen.Frequency<(NaiveItem[], NaiveExpression.Member[])>(
        (2, Gen.Const<(NaiveItem[], NaiveExpression.Member[])>(([], []))),
        (2, Column.Array[1, 3].Select(items => (items, Array.Empty<NaiveExpression.Member>()))),
        (2, Aggregate.Array[1, 3].Select(items => (items, Array.Empty<NaiveExpression.Member>()))),
        (3, Gen.Select(RandomExpressions.Member.Array[1, 2], Aggregate.Array[0, 2]).Select((members, aggregates) =>
            (members.Select(member => new NaiveItem(null, member, "")).Concat(aggregates).ToArray(), members))));

    public static Gen<NaiveQuery> Query { get; } = Gen.Select(Top, Form, Where).Select((top, form, where) =>
        new NaiveQuery(top, [.. form.Items.Select((item, index) => item with { Alias = $"c{index}" })], where, form.GroupBy));
}
