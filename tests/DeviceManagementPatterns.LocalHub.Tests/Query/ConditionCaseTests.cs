using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

public sealed class ConditionCaseTests(QueryReport report) : IClassFixture<QueryReport>
{
    public static IEnumerable<TheoryDataRow<string, string>> Conditions() => CaseFile.Cases("conditions.txt");

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_selects_its_devices_or_modules(string text, string expected)
    {
        var condition = QueryCondition.Parse(text, QueryDialect.Full);

        var selected = condition.Compile(JsonRowReader.Instance)
            .Select(Fleet.RowsOf(condition.Source).After(null))
            .Select(row => Fleet.KeyOf(condition.Source, row));

        string.Join(' ', selected.DefaultIfEmpty("-")).ShouldBe(expected);
        report.Held();
    }
}
