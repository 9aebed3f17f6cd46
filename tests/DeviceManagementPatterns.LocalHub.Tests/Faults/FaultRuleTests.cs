using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

public sealed class FaultRuleTests
{
    public static TheoryData<string, string> ShortForms => CaseFile.Read("short-forms.txt");

    public static TheoryData<string, string> Refusals => CaseFile.Read("refusals.txt");

    [Theory]
    [MemberData(nameof(ShortForms))]
    public void A_short_form_is_read_and_written(string text, string expected)
    {
        var rule = FaultRule.Parse(text);

        rule.ToString().ShouldBe(expected);
        FaultRule.Parse(expected).ShouldBe(rule);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_rule_that_cannot_be_is_refused_and_the_fix_is_told(string text, string expected) =>
        Should.Throw<ArgumentException>(() => FaultRule.Parse(text)).Message.ShouldContain(expected);

    [Theory]
    [MemberData(nameof(ShortForms))]
    public void A_script_says_the_same_as_the_short_form(string text, string expected)
    {
        var script = new FaultScript { Seed = -3, Rules = [FaultRule.Parse(text)] };

        var read = FaultScript.Parse(script.ToJson());

        read.Seed.ShouldBe(-3);
        read.Rules.ShouldBe(script.Rules, expected);
    }

    [Fact]
    public void A_script_may_hold_both_forms()
    {
        var script = FaultScript.Parse(
            """
            { "$schema": "./faults.schema.json", "seed": 42, // why 42
              "rules": [ "drop ping", { "kind": "refuse", "operation": "twinRead", "code": "ServiceUnavailable", "times": 2 }, ] }
            """);

        script.Seed.ShouldBe(42);
        script.Rules.ShouldBe([
            new FaultRule(FaultKind.Drop, FaultOperation.Ping),
            new FaultRule(FaultKind.Refuse, FaultOperation.TwinRead) { Code = HubErrorCode.ServiceUnavailable, Times = 2 },
        ]);
    }

    [Theory]
    [InlineData("[]", "The script is no object")]
    [InlineData("{", "The text is not JSON")]
    [InlineData("""{"rules":{}}""", "rules is no array")]
    [InlineData("""{"seed":"x"}""", "seed \"x\" is not right: give a whole number")]
    [InlineData("""{"ruls":[]}""", "'ruls' is no member of a script: take seed and rules")]
    [InlineData("""{"rules":["drop ping","drop"]}""", "rules[1]: 'drop' is no rule")]
    [InlineData("""{"rules":[7]}""", "rules[0]: The rule is no object")]
    [InlineData("""{"rules":[{"kind":"drop"}]}""", "rules[0]: operation '' is unknown")]
    [InlineData("""{"rules":[{"kind":"delay","operation":"ping","by":2}]}""", "rules[0]: by '2' is not right: give a stretch of time")]
    [InlineData("""{"rules":[{"kind":"drop","operation":"ping","times":true}]}""", "rules[0]: times true is not right: give a whole number")]
    [InlineData("""{"rules":[{"kind":"drop","operation":"ping","tims":1}]}""", "rules[0]: 'tims' is no member of a rule: take kind, operation, id")]
    public void A_script_that_is_wrong_is_refused_and_the_place_is_told(string json, string expected) =>
        Should.Throw<ArgumentException>(() => FaultScript.Parse(json)).Message.ShouldContain(expected);

    [Fact]
    public void Every_kind_is_possible_somewhere_and_every_operation_has_a_kind()
    {
        var pairs = Enum.GetValues<FaultOperation>().SelectMany(operation => FaultMatrix.KindsAt(operation).Select(kind => (operation, kind))).ToList();

        pairs.Select(pair => pair.kind).Distinct().Order().ShouldBe(Enum.GetValues<FaultKind>());
        pairs.Select(pair => pair.operation).Distinct().ShouldBe(Enum.GetValues<FaultOperation>());
    }

    [Theory]
    [InlineData("d*", "d1", true)]
    [InlineData("d*", "e1", false)]
    [InlineData("d1", "d1/m1", false)]
    [InlineData("d1/*", "d1/m1", true)]
    [InlineData("*-x-*", "a-x-b", true)]
    [InlineData("*-x-*", "a-y-b", false)]
    [InlineData("*a*ab", "aaab", true)]
    [InlineData("d1", "D1", false)]
    [InlineData("*", "", true)]
    public void A_star_stands_for_any_characters(string pattern, string text, bool expected) => Wildcard.Fits(pattern, text).ShouldBe(expected);
}
