using System.Text.Json;
using CsCheck;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Compilation;
using DeviceManagementPatterns.LocalHub.Query.Runtime;
using DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

/// <summary>The compiled queries against an evaluator that shares nothing with them. RANDOM_QUERIES says how many; 2,000 without.</summary>
public sealed class RandomQueryTests : IClassFixture<QueryReport>
{
    private static readonly int Count =
        int.TryParse(Environment.GetEnvironmentVariable("RANDOM_QUERIES"), out var count) && count > 1 ? count : 2000;

    private readonly QueryReport _report;

    public RandomQueryTests(QueryReport report)
    {
        _report = report;
        _report.Kind = "random";
    }

    [Fact]
    public void Conditions_are_as_true_false_or_undefined_as_the_naive_evaluator_finds_them()
    {
        var seen = new int[3];
        var run = Count / 2;

        Gen.Select(RandomExpressions.Expression, RandomTwins.Fleet, Gen.Int).Sample(
            (expression, fleet, seed) =>
            {
                var sql = new NaiveSql(seed).Of(expression);
                var statement = PathBinding.Bind(Query.Parse(sql));
                var canonical = PathBinding.Bind(Query.Parse(statement.ToString()));
                foreach (var row in fleet)
                {
                    var expected = TruthOf(NaiveEvaluator.Truth(expression, row));
                    Interlocked.Increment(ref seen[(int)expected]);
                    Holds(statement.Where!, row).ShouldBe(expected, sql);
                    Holds(ConstantFolding.Fold(statement.Where!), row).ShouldBe(expected, sql);
                    Holds(canonical.Where!, row).ShouldBe(expected, sql);
                }
            },
            iter: run,
            threads: 2,
            print: made => $"{new NaiveSql(made.Item3).Of(made.Item1)} over {QueryRun.Text(made.Item2)}");

        seen.ShouldAllBe(times => times > run / 10);
        _report.Held(run);
    }

    [Fact]
    public void Queries_have_the_rows_that_the_naive_evaluator_finds_however_they_are_paged()
    {
        var rowsSeen = 0;
        var run = Count - (Count / 2);

        Gen.Select(RandomQueries.Query, RandomTwins.Fleet, Gen.Int[1, 5], Gen.Int).Sample(
            (naive, fleet, pageSize, seed) =>
            {
                var sql = naive.Sql(seed);
                var query = QueryRun.Compile(sql);
                var source = new KeyedRows<JsonElement>(fleet.Reverse(), row => row.GetProperty("deviceId").GetString()!);

                var pages = QueryRun.Pages(query, source, pageSize);

                var rows = pages.SelectMany(page => page).Select(row => JsonSerializer.Serialize(row)).ToList();
                var expected = NaiveRunner.Rows(naive, fleet);
                var top = Math.Min(naive.Top ?? int.MaxValue, expected.Count);
                if (naive.IsGrouped)
                {
                    rows.Count.ShouldBe(top, sql);
                    rows.ShouldBeSubsetOf(expected, sql);
                    rows.ShouldBeUnique(sql);
                }
                else
                {
                    rows.ShouldBe(expected.Take(top), sql);
                }

                pages.SkipLast(1).ShouldAllBe(page => page.Count == pageSize, sql);
                pages.Count.ShouldBe(Math.Max(1, (top + pageSize - 1) / pageSize), sql);
                query.Count(fleet).ShouldBe(top, sql);
                Interlocked.Add(ref rowsSeen, rows.Count);
            },
            iter: run,
            threads: 2,
            print: made => $"{made.Item1.Sql(made.Item4)} over {QueryRun.Text(made.Item2)}");

        rowsSeen.ShouldBeGreaterThan(run / 2);
        _report.Held(run);
    }

    private static Truth Holds(QueryExpression expression, in JsonElement row) =>
        new ExpressionCompiler<JsonElement>(JsonRowReader.Instance).Condition(expression)(in row);

    private static Truth TruthOf(bool? truth) => truth switch
    {
        true => Truth.True,
        false => Truth.False,
        null => Truth.Undefined,
    };

    private static class Query
    {
        public static ConditionStatement Parse(string condition) =>
            LocalHub.Query.Parsing.QueryParser.ParseCondition(condition);
    }
}
