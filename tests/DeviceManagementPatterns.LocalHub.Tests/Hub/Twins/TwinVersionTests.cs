using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

public sealed class TwinVersionTests
{
    private readonly TwinShapes _shapes = new();
    private readonly HubTwin _fresh = HubTwin.Create(default);

    [Fact]
    public void A_new_twin_starts_with_the_etag_that_IoT_Hub_starts_with()
    {
        _fresh.ETag.Value.ShouldBe("AAAAAAAAAAE=");
        _fresh.Version.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"tags":{"a":1}}""", 1, "AAAAAAAAAAI=")]
    [InlineData("""{"tags":{}}""", 1, "AAAAAAAAAAI=")]
    [InlineData("""{"properties":{"desired":{"a":1}}}""", 2, "AAAAAAAAAAI=")]
    [InlineData("""{"properties":{"desired":{}}}""", 2, "AAAAAAAAAAI=")]
    [InlineData("""{"tags":{"a":1},"properties":{"desired":{"a":1}}}""", 2, "AAAAAAAAAAI=")]
    [InlineData("{}", 1, "AAAAAAAAAAE=")]
    [InlineData("""{"tags":null,"properties":{"desired":null}}""", 1, "AAAAAAAAAAE=")]
    [InlineData("""{"properties":{"reported":{"a":1}}}""", 1, "AAAAAAAAAAE=")]
    public void A_back_ends_write_moves_what_it_names(string patch, long desiredVersion, string etag)
    {
        var twin = TwinWriting.Apply(_fresh, TwinTexts.ReadPatch(patch, _shapes), default, _shapes);

        twin.Desired.Version.ShouldBe(desiredVersion);
        twin.Reported.Version.ShouldBe(1);
        twin.Version.ShouldBe(desiredVersion + 1);
        twin.ETag.Value.ShouldBe(etag);
    }

    [Fact]
    public void A_devices_write_moves_the_reported_version_only_and_does_so_each_time()
    {
        var twin = Report(Report(_fresh, """{"a":1}"""), """{"a":1}""");

        twin.Reported.Version.ShouldBe(3);
        twin.Desired.Version.ShouldBe(1);
        twin.ETag.Value.ShouldBe("AAAAAAAAAAE=");
    }

    [Fact]
    public void A_stale_base_version_is_refused()
    {
        var twin = Report(_fresh, """{"a":1}""", baseVersion: 1);

        var refusal = Should.Throw<HubException>(() => Report(twin, """{"a":2}""", baseVersion: 1));

        refusal.Code.ShouldBe(HubErrorCode.PreconditionFailed);
        refusal.Message.ShouldBe("The reported properties are at version 2, not 1. Read the twin and patch again.");
    }

    [Fact]
    public void A_replacement_leaves_out_what_it_does_not_name_and_replaces_what_it_names()
    {
        var twin = TwinWriting.Apply(
            _fresh, TwinTexts.ReadPatch("""{"tags":{"a":1},"properties":{"desired":{"b":1,"c":1}}}""", _shapes), default, _shapes);

        twin = TwinWriting.Apply(twin, TwinTexts.ReadReplacement("""{"properties":{"desired":{"c":2}}}""", _shapes), default, _shapes);

        TwinTexts.Write(twin.Tags).ShouldBe("""{"a":1}""");
        TwinTexts.Write(twin.Desired.Properties).ShouldBe("""{"c":2}""");
    }

    private HubTwin Report(HubTwin twin, string patch, long? baseVersion = null) =>
        TwinWriting.ApplyReported(twin, TwinTexts.Read(patch, _shapes), baseVersion, default, _shapes);
}
