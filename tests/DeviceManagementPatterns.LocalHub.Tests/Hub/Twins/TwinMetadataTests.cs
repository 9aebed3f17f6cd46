using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

public sealed class TwinMetadataTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TwinShapes _shapes = new();

    [Fact]
    public void A_new_section_knows_when_it_was_made_and_no_version_of_that()
    {
        var twin = HubTwin.Create(Start.AddTicks(1234567));

        TwinTexts.Write(twin.Desired).ShouldBe("""{"$metadata":{"$lastUpdated":"2026-03-01T00:00:00.1234567Z"},"$version":1}""");
        TwinTexts.Write(twin.Reported).ShouldBe("""{"$metadata":{"$lastUpdated":"2026-03-01T00:00:00.1234567Z"},"$version":1}""");
    }

    [Fact]
    public void A_reported_write_stamps_the_leaves_it_names_and_all_above_them_and_no_others()
    {
        var twin = Report(HubTwin.Create(Start), 1, """{"a":{"b":1,"c":2},"d":3}""");

        twin = Report(twin, 2, """{"a":{"b":9}}""");

        TwinTexts.Write(twin.Reported).ShouldBe(Trim("""
            {"a":{"b":9,"c":2},"d":3,
            "$metadata":{"$lastUpdated":"2026-03-01T00:00:02.0000000Z",
            "a":{"$lastUpdated":"2026-03-01T00:00:02.0000000Z",
            "b":{"$lastUpdated":"2026-03-01T00:00:02.0000000Z"},
            "c":{"$lastUpdated":"2026-03-01T00:00:01.0000000Z"}},
            "d":{"$lastUpdated":"2026-03-01T00:00:01.0000000Z"}},
            "$version":3}
            """));
    }

    [Fact]
    public void A_desired_write_also_stamps_the_version_it_makes()
    {
        var twin = Patch(HubTwin.Create(Start), 1, """{"properties":{"desired":{"a":1,"b":{"c":[1]}}}}""");

        twin = Patch(twin, 2, """{"properties":{"desired":{"a":1}}}""");

        TwinTexts.Write(twin.Desired).ShouldBe(Trim("""
            {"a":1,"b":{"c":[1]},
            "$metadata":{"$lastUpdated":"2026-03-01T00:00:02.0000000Z","$lastUpdatedVersion":3,
            "a":{"$lastUpdated":"2026-03-01T00:00:02.0000000Z","$lastUpdatedVersion":3},
            "b":{"$lastUpdated":"2026-03-01T00:00:01.0000000Z","$lastUpdatedVersion":2,
            "c":{"$lastUpdated":"2026-03-01T00:00:01.0000000Z","$lastUpdatedVersion":2}}},
            "$version":3}
            """));
    }

    [Fact]
    public void A_removed_member_takes_its_metadata_along_and_leaves_the_stamp_above_it()
    {
        var twin = Report(HubTwin.Create(Start), 1, """{"a":{"b":1,"c":2}}""");

        twin = Report(twin, 2, """{"a":{"b":null}}""");

        TwinTexts.Write(twin.Reported).ShouldBe(Trim("""
            {"a":{"c":2},
            "$metadata":{"$lastUpdated":"2026-03-01T00:00:02.0000000Z",
            "a":{"$lastUpdated":"2026-03-01T00:00:02.0000000Z",
            "c":{"$lastUpdated":"2026-03-01T00:00:01.0000000Z"}}},
            "$version":3}
            """));
    }

    [Fact]
    public void A_replacement_stamps_everything_anew()
    {
        var twin = Patch(HubTwin.Create(Start), 1, """{"properties":{"desired":{"a":1,"b":2}}}""");

        twin = TwinWriting.Apply(twin, TwinTexts.ReadReplacement("""{"properties":{"desired":{"a":1}}}""", _shapes), Start.AddSeconds(2), _shapes);

        TwinTexts.Write(twin.Desired).ShouldBe(Trim("""
            {"a":1,
            "$metadata":{"$lastUpdated":"2026-03-01T00:00:02.0000000Z","$lastUpdatedVersion":3,
            "a":{"$lastUpdated":"2026-03-01T00:00:02.0000000Z","$lastUpdatedVersion":3}},
            "$version":3}
            """));
    }

    private static string Trim(string lines) => lines.ReplaceLineEndings("");

    private HubTwin Report(HubTwin twin, int second, string patch) =>
        TwinWriting.ApplyReported(twin, TwinTexts.Read(patch, _shapes), baseVersion: null, Start.AddSeconds(second), _shapes);

    private HubTwin Patch(HubTwin twin, int second, string patch) =>
        TwinWriting.Apply(twin, TwinTexts.ReadPatch(patch, _shapes), Start.AddSeconds(second), _shapes);
}
