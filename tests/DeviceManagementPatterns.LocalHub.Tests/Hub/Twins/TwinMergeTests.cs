using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

public sealed class TwinMergeTests
{
    public static TheoryData<string, string> Cases { get; } = CaseFile.Read("merge.txt");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Merges_by_the_hubs_rules(string input, string expected)
    {
        var shapes = new TwinShapes();
        var parts = input.Split(" + ", 2);
        var current = TwinMerge.Create(TwinTexts.Read(parts[0], shapes), stamp: null, shapes);

        var merged = TwinMerge.Patch(current, TwinTexts.Read(parts[1], shapes), stamp: null, shapes);

        TwinTexts.Write(merged).ShouldBe(expected);
    }

    [Fact]
    public void A_merge_leaves_the_twin_that_a_query_holds_as_it_was()
    {
        var shapes = new TwinShapes();
        var before = TwinMerge.Create(TwinTexts.Read("""{"a":{"b":1},"c":2}""", shapes), stamp: null, shapes);

        TwinMerge.Patch(before, TwinTexts.Read("""{"a":{"b":null,"d":1},"c":3}""", shapes), stamp: null, shapes);

        TwinTexts.Write(before).ShouldBe("""{"a":{"b":1},"c":2}""");
    }
}
