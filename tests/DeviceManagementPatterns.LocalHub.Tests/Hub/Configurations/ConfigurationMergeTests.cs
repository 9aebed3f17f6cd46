namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Configurations;

public sealed class ConfigurationMergeTests
{
    private readonly ConfigurationCases _cases = new();

    public static TheoryData<string, string> Cases { get; } = CaseFile.Read("merge.txt");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Merges_what_all_configurations_of_a_twin_ask_for(string input, string expected)
    {
        var parts = input.Split(" | ");
        var claims = parts[1..].Select((text, index) => _cases.Claim(index + 1, text)).ToArray();

        var twin = _cases.Configure(_cases.Twin(parts[0]), claims);

        ConfigurationCases.Describe(twin).ShouldBe(expected);
        _cases.Configure(twin, claims).ShouldBeSameAs(twin, "a second look finds nothing to do");
    }

    [Fact]
    public void Leaving_scope_removes_what_was_set_and_nothing_else()
    {
        var claim = _cases.Claim(1, """5 {"properties.desired.o.a.x":1,"properties.desired.p":{"q":{"r":2}}}""");
        var before = _cases.Twin("""{"mine":1,"o":{"b":2}}""");

        var twin = _cases.Configure(_cases.Configure(before, claim));

        ConfigurationCases.Describe(twin).ShouldBe("""{"mine":1,"o":{"b":2}}""");
    }

    [Fact]
    public void When_the_winner_leaves_the_next_priority_takes_over()
    {
        var low = _cases.Claim(1, """1 {"properties.desired.a":"low","properties.desired.b":"low"}""");
        var middle = _cases.Claim(2, """2 {"properties.desired.a":"middle"}""");
        var high = _cases.Claim(3, """3 {"properties.desired.a":"high","properties.desired.c":"high"}""");

        var all = _cases.Configure(_cases.Twin("{}"), low, middle, high);
        var without = _cases.Configure(all, low, middle);
        var last = _cases.Configure(without, low);

        ConfigurationCases.Describe(all).ShouldBe("""{"a":"high","c":"high","b":"low"} c1=Applied c2=Targeted c3=Applied""");
        ConfigurationCases.Describe(without).ShouldBe("""{"a":"middle","b":"low"} c1=Applied c2=Applied""");
        ConfigurationCases.Describe(last).ShouldBe("""{"a":"low","b":"low"} c1=Applied""");
    }

    [Fact]
    public void What_is_changed_by_hand_is_set_again_while_the_configuration_is_in_force()
    {
        var claim = _cases.Claim(1, """1 {"properties.desired.a":1}""");
        var twin = _cases.Write(_cases.Configure(_cases.Twin("{}"), claim), """{"a":2,"b":2}""");

        ConfigurationCases.Describe(_cases.Configure(twin, claim)).ShouldBe("""{"a":1,"b":2} c1=Applied""");
    }

    [Fact]
    public void What_was_changed_by_hand_stays_when_the_configuration_leaves()
    {
        var claim = _cases.Claim(1, """1 {"properties.desired.a":1,"properties.desired.b":1}""");
        var twin = _cases.Write(_cases.Configure(_cases.Twin("{}"), claim), """{"a":2}""");

        ConfigurationCases.Describe(_cases.Configure(twin)).ShouldBe("""{"a":2}""");
    }

    [Fact]
    public void A_property_that_moves_deeper_or_higher_with_its_next_owner_arrives_there()
    {
        var scalar = _cases.Claim(1, """1 {"properties.desired.a":1}""");
        var below = _cases.Claim(2, """2 {"properties.desired.a.b":2}""");

        var deep = _cases.Configure(_cases.Configure(_cases.Twin("{}"), scalar), scalar, below);
        var high = _cases.Configure(deep, scalar);

        ConfigurationCases.Describe(deep).ShouldBe("""{"a":{"b":2}} c1=Targeted c2=Applied""");
        ConfigurationCases.Describe(high).ShouldBe("""{"a":1} c1=Applied""");
    }

    [Fact]
    public void A_write_raises_version_and_etag_once_and_a_change_of_status_alone_neither()
    {
        var first = _cases.Claim(1, """1 {"properties.desired.a":1,"properties.desired.b":1}""");
        var same = _cases.Claim(2, """0 {"properties.desired.a":1}""");
        var before = _cases.Twin("{}");

        var written = _cases.Configure(before, first);
        var targeted = _cases.Configure(written, first, same);

        (written.Desired.Version - before.Desired.Version).ShouldBe(1);
        (written.ServiceVersion - before.ServiceVersion).ShouldBe(1);
        targeted.Configurations.Statuses.Count.ShouldBe(2);
        (targeted.Desired.Version, targeted.ETag).ShouldBe((written.Desired.Version, written.ETag));
    }

    [Fact]
    public void Only_what_changes_is_written_and_stamped()
    {
        var claim = _cases.Claim(1, """1 {"properties.desired.o":{"a":1,"b":2}}""");
        var twin = _cases.Configure(_cases.Twin("{}"), claim);
        _cases.Now += TimeSpan.FromHours(1);

        var again = _cases.Configure(_cases.Write(twin, """{"o":{"b":3}}"""), claim);

        var metadata = Twins.TwinTexts.Write(again.Desired);
        metadata.ShouldContain("\"a\":{\"$lastUpdated\":\"1970-01-01T00:00:00.0000000Z\",\"$lastUpdatedVersion\":3}");
        metadata.ShouldContain("\"b\":{\"$lastUpdated\":\"1970-01-01T01:00:00.0000000Z\",\"$lastUpdatedVersion\":5}");
    }

    [Fact]
    public void A_content_that_does_not_fit_leaves_the_twin_as_it_is_and_targeted()
    {
        var text = new string('x', 4000);
        var small = _cases.Claim(1, """1 {"properties.desired.a":1}""");
        var large = _cases.Claim(2, "2 {" + string.Join(',', Enumerable.Range(0, 9).Select(n => $"\"properties.desired.k{n}\":\"{text}\"")) + "}");
        var before = _cases.Configure(_cases.Twin("{}"), small);

        var twin = _cases.Configure(before, small, large);

        ConfigurationCases.Describe(twin).ShouldBe("""{"a":1} c1=Targeted c2=Targeted""");
        _cases.Configure(twin, small, large).ShouldBeSameAs(twin);
        ConfigurationCases.Describe(_cases.Configure(twin)).ShouldBe("{}");
    }
}
