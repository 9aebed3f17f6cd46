using System.Globalization;
using System.Text;
using System.Text.Json;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Tests.Wire;

public sealed class TwinJsonTests
{
    public static TheoryData<string, string> Sections => CaseFile.Read("Wire/Cases/sections.txt");

    [Fact]
    public void The_services_twin_is_read_without_the_hubs_own_members()
    {
        var json = Parse("""
            {"deviceId":"d1","etag":"AAAAAAAAAAE=","status":"disabled","connectionState":"Connected","lastActivityTime":"2026-03-01T12:00:00.1234567Z","version":2,
             "tags":{"site":"north"},
             "properties":{"desired":{"a":{"b":1},"$metadata":{"$lastUpdated":"x","a":{"$lastUpdated":"x"}},"$version":7},
                           "reported":{"$metadata":{"$lastUpdated":"x"},"$version":3}}}
            """);

        TwinJson.TryReadTwin(json, out var twin).ShouldBeTrue();

        twin!.DeviceId.ShouldBe("d1");
        twin.ETag.ShouldBe(new ETag("AAAAAAAAAAE="));
        twin.Tags.GetRawText().ShouldBe("""{"site":"north"}""");
        twin.Desired.Properties.GetRawText().ShouldBe("""{"a":{"b":1}}""");
        twin.Desired.Version.ShouldBe(7);
        twin.Reported.Properties.GetRawText().ShouldBe("{}");
        twin.Reported.Version.ShouldBe(3);
        twin.IsConnected.ShouldBe(true);
        twin.IsEnabled.ShouldBe(false);
        twin.LastActivityTime.ShouldBe(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1234567));
    }

    [Fact]
    public void A_fresh_twin_has_no_tags_and_was_never_active()
    {
        var json = Parse("""{"deviceId":"d1","lastActivityTime":"0001-01-01T00:00:00","properties":{"desired":{},"reported":{}}}""");

        TwinJson.TryReadTwin(json, out var twin).ShouldBeTrue();

        twin!.Tags.GetRawText().ShouldBe("{}");
        twin.LastActivityTime.ShouldBeNull();
        twin.IsConnected.ShouldBeNull();
        twin.IsEnabled.ShouldBeNull();
        twin.ETag.ShouldBe(ETag.Any);
        twin.Desired.Version.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void A_section_is_read_or_refused(string text, string expected)
    {
        var isSection = TwinJson.TryReadSection(Parse(text), out var section);

        (isSection ? $"{section!.Version?.ToString(CultureInfo.InvariantCulture) ?? "-"} {section.Properties.GetRawText()}" : "none").ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"deviceId":1,"properties":{"desired":{},"reported":{}}}""")]
    [InlineData("""{"deviceId":"d1"}""")]
    [InlineData("""{"deviceId":"d1","properties":{"desired":[],"reported":{}}}""")]
    [InlineData("""{"deviceId":"d1","tags":{"\ud800":1},"properties":{"desired":{},"reported":{}}}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_is_no_twin_is_refused(string text) => TwinJson.TryReadTwin(Parse(text), out _).ShouldBeFalse();

    [Fact]
    public void The_devices_twin_is_read_as_it_is_written()
    {
        var written = TwinJson.WriteProperties(new TwinProperties(
            new TwinSection(Parse("""{"fan":"on"}"""), 4),
            new TwinSection(Parse("{}"), 9)));

        Encoding.UTF8.GetString(written).ShouldBe("""{"desired":{"fan":"on","$version":4},"reported":{"$version":9}}""");
        TwinJson.TryReadProperties(Parse(Encoding.UTF8.GetString(written)), out var properties).ShouldBeTrue();
        properties!.Desired.Version.ShouldBe(4);
        properties.Desired.Properties.GetRawText().ShouldBe("""{"fan":"on"}""");
    }

    [Fact]
    public void A_whole_twin_sent_back_is_an_update_of_its_tags_and_desired_properties()
    {
        var json = Parse("""{"deviceId":"d1","tags":{"a":null},"properties":{"desired":{"x":1,"$version":2,"$metadata":{}},"reported":{"y":2}}}""");

        TwinJson.TryReadUpdate(json, out var update).ShouldBeTrue();

        Encoding.UTF8.GetString(TwinJson.WriteUpdate(update!)).ShouldBe("""{"tags":{"a":null},"properties":{"desired":{"x":1}}}""");
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"tags":null,"properties":{"desired":null}}""", "{}")]
    [InlineData("""{"properties":{"reported":{"a":1}}}""", "{}")]
    [InlineData("""{"tags":[]}""", "none")]
    [InlineData("""{"properties":{"desired":"x"}}""", "none")]
    [InlineData("7", "none")]
    public void Only_objects_are_patches(string text, string expected)
    {
        var isUpdate = TwinJson.TryReadUpdate(Parse(text), out var update);

        (isUpdate ? Encoding.UTF8.GetString(TwinJson.WriteUpdate(update!)) : "none").ShouldBe(expected);
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;
}
