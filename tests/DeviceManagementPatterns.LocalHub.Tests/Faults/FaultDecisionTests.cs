using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Tests.Hub;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

public sealed class FaultDecisionTests : IDisposable
{
    private static readonly HubIdentityId Device = new("d1");

    private readonly FakeTimeProvider _time = new();
    private readonly FaultEngine _engine;

    public FaultDecisionTests() => _engine = new FaultEngine(_time, NullLoggerFactory.Instance);

    public static TheoryData<string, string> Decisions => CaseFile.Read("decisions.txt");

    [Theory]
    [MemberData(nameof(Decisions))]
    public void A_rule_hits_these_of_twelve_pings(string rule, string expected)
    {
        Load(7, rule);

        Pings(12).ShouldBe(expected);
    }

    [Fact]
    public void The_same_script_and_seed_give_the_same_hits()
    {
        string[] rules = ["drop ping probability=0.5 id=a", "delay ping 1s probability=0.3 id=b", "drop telemetry probability=0.2 id=c"];

        Load(7, rules);
        var first = Pings(500);
        var firstHits = _engine.Hits.Select(hit => (hit.Number, hit.RuleId)).ToList();
        Load(7, rules);

        Pings(500).ShouldBe(first);
        _engine.Hits.Select(hit => (hit.Number, hit.RuleId)).ShouldBe(firstHits);
        Load(8, rules);
        Pings(500).ShouldNotBe(first);
    }

    [Fact]
    public void A_seed_gives_these_numbers_on_every_machine()
    {
        var random = new FaultRandom(7, "r");

        var numbers = string.Join(" ", Enumerable.Range(0, 4).Select(_ => random.Next().ToString("F6", System.Globalization.CultureInfo.InvariantCulture)));

        numbers.ShouldBe("0.319530 0.876661 0.962027 0.320629");
    }

    [Fact]
    public void A_probability_is_hit_about_as_often_as_it_says()
    {
        Load(1, "drop ping probability=0.25");

        Pings(10_000).Count(hit => hit == 'x').ShouldBeInRange(2_300, 2_700);
    }

    [Fact]
    public void One_rule_more_changes_the_hits_of_no_other()
    {
        Load(7, "drop ping probability=0.5 id=mine");
        var alone = Pings(100);

        Load(7, "delay ping 1s probability=0.5 id=other", "drop ping probability=0.5 id=mine");

        Pings(100).ShouldBe(alone);
    }

    [Fact]
    public void How_often_a_rule_may_hit_does_not_change_what_it_draws()
    {
        Load(7, "drop ping probability=0.5 id=a");
        var free = Pings(60);

        Load(7, "drop ping probability=0.5 id=a times=4");

        var limited = Pings(60);
        limited.Count(hit => hit == 'x').ShouldBe(4);
        free[..limited.LastIndexOf('x')].ShouldBe(limited[..limited.LastIndexOf('x')]);
    }

    [Fact]
    public void A_rule_counts_only_in_its_time()
    {
        Load(0, "drop ping after=10s until=20s times=1");

        Pings(2).ShouldBe("..");
        _time.Advance(TimeSpan.FromSeconds(10));
        Pings(2).ShouldBe("x.");
        Load(0, "drop ping after=10s until=20s");
        _time.Advance(TimeSpan.FromSeconds(19.999));
        Pings(1).ShouldBe("x");
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Pings(1).ShouldBe(".");
    }

    [Fact]
    public void Delays_add_up_until_something_worse_happens()
    {
        Load(0, "delay ping 1s", "delay ping 2s", "drop ping skip=1", "delay ping 4s");

        Ping().ShouldBe(new FaultDecision(null, TimeSpan.FromSeconds(7)));
        var second = Ping();
        second.Kind.ShouldBe(FaultKind.Drop);
        second.Delay.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void A_rule_on_any_REST_call_hits_them_all_and_a_named_one_only_its_own()
    {
        Load(0, "delay restCall 1s", "delay twinRead 2s");

        Decide(FaultOperation.TwinRead).Delay.ShouldBe(TimeSpan.FromSeconds(3));
        Decide(FaultOperation.Query).Delay.ShouldBe(TimeSpan.FromSeconds(1));
        Decide(FaultOperation.Ping).Delay.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Filters_look_at_the_method_and_the_path()
    {
        Load(0, "drop methodReply method=re*", "drop restCall path=/twins/*/methods");

        _engine.Decide(new FaultCall(FaultOperation.MethodReply, Device, "reboot")).Kind.ShouldBe(FaultKind.Drop);
        _engine.Decide(new FaultCall(FaultOperation.MethodReply, Device, "stop")).IsNone.ShouldBeTrue();
        _engine.Decide(new FaultCall(FaultOperation.MethodCall, Device, Path: "/twins/d1/methods")).Kind.ShouldBe(FaultKind.Drop);
        _engine.Decide(new FaultCall(FaultOperation.TwinRead, Device, Path: "/twins/d1")).IsNone.ShouldBeTrue();
    }

    [Fact]
    public void Hits_tell_what_was_hit_and_only_the_last_thousand_are_kept()
    {
        Load(0, "drop methodReply id=lost times=1", "delay ping 1s id=slow");

        _engine.Decide(new FaultCall(FaultOperation.MethodReply, new HubIdentityId("d1", "m1"), "reboot"));

        _engine.Hits.ShouldHaveSingleItem().ShouldBe(new FaultHit(
            1, _time.GetUtcNow(), "lost", FaultKind.Drop, FaultOperation.MethodReply, "d1/m1", "reboot"));
        Pings(1200);
        _engine.HitCount.ShouldBe(1201);
        _engine.Hits.Count.ShouldBe(1000);
        _engine.Hits[^1].Number.ShouldBe(1201);
    }

    [Fact]
    public void Rules_get_ids_where_they_have_none_and_two_cannot_share_one()
    {
        Load(0, "drop ping", "drop telemetry id=rule-2", "drop twinGet");

        _engine.Rules.Select(active => active.Rule.Id).ShouldBe(["rule-1", "rule-2", "rule-3"]);
        Should.Throw<ArgumentException>(() => _engine.Add(FaultRule.Parse("drop ping id=rule-3"))).Message.ShouldContain("'rule-3' is taken");
    }

    [Fact]
    public void A_script_with_a_fault_leaves_no_rule_behind()
    {
        Load(0, "drop ping");

        Should.Throw<ArgumentException>(() => Load(0, "drop ping id=a", "drop ping id=a"));

        _engine.Rules.ShouldBeEmpty();
    }

    [Fact]
    public void A_rule_that_was_removed_hits_no_more()
    {
        var active = _engine.Add(FaultRule.Parse("drop ping"));
        var handle = new FaultHandle(_engine, active);
        Pings(2);

        handle.Dispose();
        handle.Dispose();

        Pings(3).ShouldBe("...");
        handle.HitCount.ShouldBe(2);
        handle.CallCount.ShouldBe(2);
    }

    [Fact]
    public void What_is_delayed_comes_when_the_time_is_moved()
    {
        var came = false;
        _engine.Later(TimeSpan.FromSeconds(2), () => came = true);

        _time.Advance(TimeSpan.FromSeconds(1.9));
        came.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));

        SpinWait.SpinUntil(() => Volatile.Read(ref came), TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    public void Dispose() => _engine.Dispose();

    private void Load(int seed, params string[] rules) => _engine.Load(new FaultScript { Seed = seed, Rules = [.. rules.Select(FaultRule.Parse)] });

    private FaultDecision Decide(FaultOperation operation) => _engine.Decide(new FaultCall(operation, Device));

    private FaultDecision Ping() => Decide(FaultOperation.Ping);

    private string Pings(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => Ping().Kind == FaultKind.Drop ? 'x' : '.'));
}
