using System.Globalization;
using System.Text.RegularExpressions;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

public sealed class TwinLimitTests
{
    private readonly TwinShapes _shapes = new();
    private readonly HubTwin _fresh = HubTwin.Create(default);

    public static TheoryData<string, string> Refused { get; } = CaseFile.Read("refused.txt");

    public static TheoryData<string, string> Accepted { get; } = CaseFile.Read("accepted.txt");

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_by_name_and_number(string body, string message)
    {
        var refusal = Should.Throw<HubException>(() => Patch(_fresh, body));

        refusal.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        refusal.Message.ShouldContain(message);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Accepts(string body, string expected)
    {
        var twin = Patch(_fresh, body);

        $"{TwinTexts.Write(twin.Tags)} {TwinTexts.Write(twin.Desired.Properties)}".ShouldBe(Expand(expected), StringCompareShould.IgnoreCase);
    }

    [Fact]
    public void Names_a_long_name_by_its_beginning()
    {
        var refusal = Should.Throw<HubException>(() => Patch(_fresh, """{"tags":{"<n*5000>":1}}"""));

        refusal.Message.Length.ShouldBeLessThan(200);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_not_JSON()
    {
        byte[] body = [.. "{\"tags\":{\"a\":\""u8, 0xC3, 0x28, .. "\"}}"u8];

        var refusal = Should.Throw<HubException>(() => TwinBodies.ReadPatch(body, _shapes));

        refusal.Message.ShouldContain("not UTF-8");
    }

    [Fact]
    public void Desired_and_reported_properties_hold_32_KB_each()
    {
        var desired = Patch(_fresh, $$$"""{"properties":{"desired":{{{Full()}}}}}""");
        var reported = Report(_fresh, Full());

        desired.Desired.Properties.Size.ShouldBe(32 * 1024);
        Should.Throw<HubException>(() => Patch(desired, """{"properties":{"desired":{"m7":"<x*4092>"}}}""")).Message
            .ShouldBe("'properties.desired' would grow from 32768 to 32769 bytes; at most 32768 are allowed.");
        Should.Throw<HubException>(() => Report(reported, """{"n":true}""")).Message
            .ShouldBe("'properties.reported' would grow from 32768 to 32773 bytes; at most 32768 are allowed.");
    }

    [Fact]
    public void A_write_that_does_not_grow_a_section_passes_even_where_it_is_full()
    {
        var full = Report(_fresh, Full());

        var same = Report(full, """{"m0":"<y*4091>","m1":null,"n1":"<x*4091>"}""");

        same.Reported.Properties.Size.ShouldBe(full.Reported.Properties.Size);
        Report(same, """{"m2":null}""").Reported.Version.ShouldBe(4);
    }

    [Theory]
    [InlineData(9000, 9000, true)]
    [InlineData(9000, 8999, true)]
    [InlineData(9000, 9001, false)]
    [InlineData(8000, 8192, true)]
    [InlineData(8000, 8193, false)]
    public void Only_growth_beyond_the_limit_is_refused(int before, int after, bool passes)
    {
        var check = () => TwinLimits.CheckGrowth(TwinPart.Tags, before, after);

        if (passes)
        {
            check.ShouldNotThrow();
        }
        else
        {
            check.ShouldThrow<HubException>().Message.ShouldBe($"'tags' would grow from {before} to {after} bytes; at most 8192 are allowed.");
        }
    }

    [Fact]
    public void A_refused_write_leaves_the_twin_as_it_was()
    {
        Should.Throw<HubException>(() => Patch(_fresh, """{"tags":{"a":1},"properties":{"desired":{"b.c":1}}}"""));

        _fresh.Tags.Count.ShouldBe(0);
        _fresh.ETag.Value.ShouldBe("AAAAAAAAAAE=");
    }

    [Fact]
    public void Null_in_a_replacement_is_refused_but_not_inside_an_array()
    {
        var refusal = Should.Throw<HubException>(
            () => TwinTexts.ReadReplacement("""{"properties":{"desired":{"a":{"b":null}}}}""", _shapes));

        refusal.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        refusal.Message.ShouldBe("'properties.desired.a.b' cannot be null in a replacement; leave it out.");
        TwinTexts.ReadReplacement("""{"tags":{"a":[null]}}""", _shapes).Tags!.Count.ShouldBe(1);
    }

    [Fact]
    public void A_device_may_not_report_names_that_only_the_hub_uses()
    {
        var refusal = Should.Throw<HubException>(() => Report(_fresh, """{"$mine":1}"""));

        refusal.Message.ShouldBe("The name '$mine' in 'properties.reported' holds '$'; names must not hold '.', '$', a space or control characters.");
    }

    /// <summary>8 members of 2 + 4091 bytes and one of 3 + 21 fill 32 KB to the last byte.</summary>
    private static string Full() =>
        $"{{{string.Join(',', Enumerable.Range(0, 8).Select(i => $"\"m{i}\":\"<x*4091>\""))},\"pad\":\"<p*21>\"}}";

    private static string Expand(string text) =>
        Regex.Replace(text, @"<(.)\*(\d+)>", match => string.Concat(Enumerable.Repeat(match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))));

    private HubTwin Patch(HubTwin twin, string body) => TwinWriting.Apply(twin, TwinTexts.ReadPatch(Expand(body), _shapes), default, _shapes);

    private HubTwin Report(HubTwin twin, string patch) =>
        TwinWriting.ApplyReported(twin, TwinTexts.Read(Expand(patch), _shapes), baseVersion: null, default, _shapes);
}
