using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Runtime;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeviceManagementPatterns.LocalHub.Tests.Runtime;

public sealed class HubOutboxTests
{
    private readonly HeldStorage _storage = new();
    private readonly List<string> _sent = [];
    private readonly HubCore _core;

    public HubOutboxTests() => _core = new HubCore(new HubState(new HubSettings { HostName = "hub", RandomBytes = count => new byte[count] }), TimeProvider.System, _storage)
    {
        Faults = new FaultEngine(TimeProvider.System, NullLoggerFactory.Instance),
    };

    [Fact]
    public async Task Neither_an_answer_nor_an_effect_leaves_before_the_commit()
    {
        var answer = Change("desired 2");
        _core.Outbox.Send();
        var isAnsweredBefore = answer.IsCompleted;
        var sentBefore = _sent.Count;

        _storage.Commit(upTo: 1);

        (await answer).ShouldBe("desired 2");
        (isAnsweredBefore, sentBefore).ShouldBe((false, 0));
        _sent.ShouldBe(["desired 2"]);
    }

    [Fact]
    public async Task A_later_commit_leaves_with_its_own_changes_and_those_before_it_only()
    {
        var first = Change("desired 2");
        var second = Change("desired 3");
        _ = Change("desired 4");

        _storage.Commit(upTo: 2);
        await Task.WhenAll(first, second);

        _sent.ShouldBe(["desired 2", "desired 3"]);
    }

    [Fact]
    public async Task What_needs_no_commit_waits_behind_what_does()
    {
        var change = Change("desired 2");
        Effect("closed");
        _core.Outbox.Send();
        var sentBefore = _sent.Count;

        _storage.Commit(upTo: 1);
        await change;

        sentBefore.ShouldBe(0);
        _sent.ShouldBe(["desired 2", "closed"]);
    }

    [Fact]
    public async Task While_the_storage_fails_only_what_needs_no_commit_leaves_and_the_rest_follows_once_it_is_written()
    {
        var change = Change("desired 2");
        Effect("closed");

        _storage.Fail();
        (await Should.ThrowAsync<HubException>(() => change)).Code.ShouldBe(HubErrorCode.ServiceUnavailable);
        var sentWhileFailing = string.Join(", ", _sent);
        _storage.Commit(upTo: 1);
        _core.Outbox.Send();

        sentWhileFailing.ShouldBe("closed");
        _sent.ShouldBe(["closed", "desired 2"]);
    }

    [Fact]
    public void An_effect_that_leads_to_another_one_does_not_overtake_what_waits()
    {
        _core.Outbox.Add([new Note("first", text =>
        {
            _sent.Add(text);
            Effect("caused");
            _core.Outbox.Send();
        })]);
        Effect("second");

        _core.Outbox.Send();

        _sent.ShouldBe(["first", "second", "caused"]);
    }

    private Task<string> Change(string text) =>
        _core.AcknowledgeAsync(_core.Record([new Note(text, _sent.Add)]), text).AsTask();

    private void Effect(string text) => _core.Outbox.Add([new Note(text, _sent.Add)]);

    private sealed record Note(string Text, Action<string> Sender) : HubEffect
    {
        public override void Send() => Sender(Text);
    }
}
